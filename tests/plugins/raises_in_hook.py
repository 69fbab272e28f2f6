from anjuan import hookimpl


@hookimpl
def anjuan_checks():
    return [1 / 0]
