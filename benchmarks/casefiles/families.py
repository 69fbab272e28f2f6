"""The layout families."""

from benchmarks.casefiles.style import Style

FAMILIES = (
    Style(
        "song-ruled", ("market", "tobacco"), "typst", 0, "ruled", "lines", "plain", "right", "cn", "cn", "hex",
        "both", "yuan", "process", "song", footer="of",
    ),
    Style(
        "eco-docx", ("ecology", "water"), "docx", 1, "ruled", "lines", "plain", "center", "pad", "han", "hex",
        "wan", "wan", "decision", "fang", size=12, footer="dash",
    ),
    Style(
        "safety-spaced", ("safety", "fire"), "typst", 2, "under", "under", "spaced", "right", "spaced", "spaced",
        "hex", "both2", "yuan", "process", "fang", size=12, footer="",
    ),
    Style(
        "urban-two-column", ("urban", "building"), "canvas", 3, "ruled", "under", "rule", "center", "iso", "cn",
        "square", "both", "comma", "decision", "ming", columns=2, header="{organ}", footer="of", size=10,
    ),
    Style(
        "transport-grid", ("transport",), "typst", 3, "ruled", "ruled", "plain", "above", "iso", "cn", "full",
        "yuan", "yuan", "process", "hei", size=10, margin=(18, 18), footer="pages",
    ),
    Style(
        "farm-broken", ("farm", "land"), "docx", 0, "lines", "lines", "broken", "center", "dot", "han", "hex",
        "both", "both2", "main", "kai", size=12, footer="pages",
    ),
    Style(
        "health-lines", ("health", "culture"), "canvas", 1, "lines", "lines", "spaced", "left", "slash", "cn",
        "half", "yuan", "yuan", "decision", "ming", size=11, header="{title}    {number}", footer="of",
    ),
    Style(
        "culture-mixed", ("culture", "health"), "typst", 2, "lines", "ruled", "broken", "center", "pad", "han",
        "full", "both", "comma", "main", "kai", size=11, header="行政执法文书", footer="dash",
    ),
    Style(
        "tax-rule", ("tax", "labour"), "typst", 0, "under", "lines", "rule", "center", "iso", "han", "hex",
        "comma", "comma", "decision", "song", size=12, margin=(28, 30), footer="",
        titles={"行政处罚决定书": "税务行政处罚决定书", "行政处罚事先告知书": "税务行政处罚事项告知书"},
    ),
    Style(
        "labour-left", ("labour", "safety"), "docx", 2, "lines", "under", "left", "right", "cn", "cn", "round",
        "both2", "yuan", "process", "song", size=11, margin=(22, 22), footer="of",
    ),
    Style(
        "fire-compact", ("fire", "building", "urban"), "canvas", 0, "ruled", "ruled", "broken", "right", "pad",
        "spaced", "hex", "wan", "comma", "main", "sung", size=9.5, margin=(16, 16), footer="pages", columns=2,
    ),
    Style(
        "water-wide", ("water", "ecology", "market"), "typst", 3, "under", "ruled", "left", "left", "slash",
        "han", "square", "comma", "both2", "process", "kai", size=10.5, margin=(30, 26), header="{organ}",
        footer="of", columns=1,
    ),
)  # fmt: skip
