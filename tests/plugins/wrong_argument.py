from anjuan import hookimpl


@hookimpl
def anjuan_checks(case):
    return []
