from anjuan import hookimpl


@hookimpl
def anjuan_check():
    return []
