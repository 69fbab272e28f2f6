"""Public names of anjuan, one list for people, type checkers and the loader."""

from ._version import __version__ as __version__
from .data_files import (
    data_folder as data_folder,
)
from .faces.charts import (
    grade_chart as grade_chart,
)
from .faces.notebook import (
    frame as frame,
)
from .faces.notebook import (
    load_ipython_extension as load_ipython_extension,
)
from .faces.notebook import (
    pages as pages,
)
from .faces.notebook import (
    read as read,
)
from .faces.notebook import (
    score as score,
)
from .faces.notebook import (
    to_html as to_html,
)
from .faces.room import (
    OpenReview as OpenReview,
)
from .faces.room import (
    open_review as open_review,
)
from .faces.room_widget import (
    room as room,
)
from .law import (
    Cited as Cited,
)
from .law import (
    article_moved as article_moved,
)
from .law import (
    find_citations as find_citations,
)
from .law import (
    law_successor as law_successor,
)
from .model.case import (
    Box as Box,
)
from .model.case import (
    CaseFile as CaseFile,
)
from .model.case import (
    Document as Document,
)
from .model.case import (
    Evidence as Evidence,
)
from .model.case import (
    Fact as Fact,
)
from .model.case import (
    Mark as Mark,
)
from .model.case import (
    Page as Page,
)
from .model.case import (
    Record as Record,
)
from .model.case import (
    TextLine as TextLine,
)
from .model.errors import (
    AnjuanError as AnjuanError,
)
from .model.errors import (
    BrokenPlugin as BrokenPlugin,
)
from .model.errors import (
    EncryptedFile as EncryptedFile,
)
from .model.errors import (
    InputError as InputError,
)
from .model.errors import (
    MissingExtra as MissingExtra,
)
from .model.errors import (
    OcrError as OcrError,
)
from .model.errors import (
    ProfileError as ProfileError,
)
from .model.errors import (
    SetupError as SetupError,
)
from .model.errors import (
    TooLarge as TooLarge,
)
from .model.errors import (
    UnreadableFile as UnreadableFile,
)
from .model.errors import (
    UnsafeArchive as UnsafeArchive,
)
from .model.errors import (
    WrongFileType as WrongFileType,
)
from .model.errors import (
    near as near,
)
from .model.limits import (
    Limits as Limits,
)
from .model.limits import (
    limits as limits,
)
from .model.normal import (
    normalise as normalise,
)
from .model.normal import (
    simplified as simplified,
)
from .model.result import (
    Citation as Citation,
)
from .model.result import (
    Effect as Effect,
)
from .model.result import (
    Evaluation as Evaluation,
)
from .model.result import (
    Finding as Finding,
)
from .model.result import (
    Pick as Pick,
)
from .model.result import (
    Ruling as Ruling,
)
from .model.result import (
    Selection as Selection,
)
from .model.result import (
    Verdict as Verdict,
)
from .model.result import (
    VetoState as VetoState,
)
from .model.text import (
    DocumentText as DocumentText,
)
from .model.text import (
    Match as Match,
)
from .plugin.folders import (
    folder as folder,
)
from .plugin.hooks import (
    Classifier as Classifier,
)
from .plugin.hooks import (
    Dimension as Dimension,
)
from .plugin.hooks import (
    Extractor as Extractor,
)
from .plugin.hooks import (
    Guess as Guess,
)
from .plugin.hooks import (
    Loader as Loader,
)
from .plugin.hooks import (
    NoticeRenderer as NoticeRenderer,
)
from .plugin.hooks import (
    OcrEngine as OcrEngine,
)
from .plugin.hooks import (
    SelectionPolicy as SelectionPolicy,
)
from .plugin.hooks import (
    hookimpl as hookimpl,
)
from .plugin.manager import (
    Plugins as Plugins,
)
from .plugin.survey import (
    Indicator as Indicator,
)
from .plugin.survey import (
    Observation as Observation,
)
from .plugin.survey import (
    Survey as Survey,
)
from .plugin.survey import (
    Surveyed as Surveyed,
)
from .reading.layout import (
    Rules as Rules,
)
from .reading.layout import (
    Run as Run,
)
from .reading.layout import (
    lines_of as lines_of,
)
from .reading.marks import (
    marks_of as marks_of,
)
from .reading.ole import (
    Ole as Ole,
)
from .reading.packed import (
    Packed as Packed,
)
from .reading.packed import (
    local_name as local_name,
)
from .reading.papers import (
    Title as Title,
)
from .reading.papers import (
    kind_by_form as kind_by_form,
)
from .reading.papers import (
    kind_by_text as kind_by_text,
)
from .reading.papers import (
    kind_of_title as kind_of_title,
)
from .reading.papers import (
    match_title as match_title,
)
from .reading.seals import (
    clean_seals as clean_seals,
)
from .reading.sheets import (
    read_sheets as read_sheets,
)
from .rules.check import (
    Check as Check,
)
from .rules.check import (
    check as check,
)
from .rules.check import (
    checks_in as checks_in,
)
from .rules.reader import (
    NeedsPerson as NeedsPerson,
)
from .rules.registers import (
    Row as Row,
)
from .rules.systems import (
    in_region as in_region,
)
from .rules.view import (
    View as View,
)
