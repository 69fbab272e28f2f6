"""anjuan 案卷: reads, judges, selects and circulates administrative-enforcement case files.

The public names stand in `__init__.pyi`; each is loaded when it is first used, so that importing the package
costs next to nothing.
"""

import lazy_loader

__getattr__, __dir__, __all__ = lazy_loader.attach_stub(__name__, __file__)
