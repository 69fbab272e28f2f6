"""复核抽取，只用标准库，说明见 draw.md：python verify_draw.py draw.json list.tsv 会上宣读的种子"""
import hashlib, itertools, json, math, sys, unicodedata
from fractions import Fraction
def sha(text):
    return hashlib.sha256(text.encode()).hexdigest()
def share_out(weights, size):  # 机会与权重成正比，不超过1，合计为 size
    factor = size / sum(weights.values(), Fraction(0)) if weights else 0
    full = {name: Fraction(1) for name in weights if weights[name] * factor >= 1}
    rest = {name: weights[name] for name in weights if name not in full}
    return full | share_out(rest, size - len(full)) if full else {name: rest[name] * factor for name in rest}
def chances(agencies, minimum, size):  # 不到 minimum 件的机关先补足，余下的再分
    odds = share_out({name: own[name] for own in agencies.values() for name in own}, size)
    short = {one: own for one, own in agencies.items() if sum(map(odds.get, own)) < min(minimum, len(own))}
    raised = [share_out(own, min(minimum, len(own))) for own in short.values()]
    others = {one: own for one, own in agencies.items() if one not in short}
    left = size - sum(sum(own.values()) for own in raised)
    return {name: own[name] for own in (*raised, chances(others, minimum, left)) for name in own} if short else odds
def draw(text, rule_text, seed):
    rule, (head, *rows) = json.loads(rule_text), [line.split("\t") for line in text[:-1].split("\n")]
    key = sha(f"sha256:{sha(text)}\n{rule_text}\n{''.join(unicodedata.normalize('NFKC', seed).split())}")
    numbers, agencies, strata = (int(sha(f"{key}:{count}"), 16) for count in itertools.count()), {}, {}
    def below(limit):  # SHA-256 的前几位；不小于 limit 的舍去，取下一个，所以没有偏差
        return next(found for one in numbers if (found := one >> 256 - (limit - 1).bit_length()) < limit)
    def shuffled(things):
        things = sorted(things)
        return [things.pop(below(len(things))) for _ in range(len(things))]
    for file in (dict(zip(head, row, strict=True)) for row in rows):
        parts = (Fraction(weight) for name, value, weight in rule["weights"] if file[name] == value)
        agencies.setdefault(file["agency"], {})[file["id"]] = math.prod(parts, start=Fraction(1))
        strata[file["id"]] = file["agency"] * ("agency" in rule["strata"]), "|".join(map(file.get, rule["strata"]))
    outer, inner = (shuffled({pair[part] for pair in strata.values()}) for part in (0, 1))
    order = sorted(shuffled(strata), key=lambda one: (outer.index(strata[one][0]), inner.index(strata[one][1])))
    odds, start = chances(agencies, rule["minimum"], rule["size"]), Fraction(below(2**64), 2**64)
    ends = zip(order, itertools.accumulate(map(odds.get, order)), strict=True)
    return sorted(one for one, end in ends if math.ceil(end - start) > math.ceil(end - odds[one] - start))
if __name__ == "__main__":
    told, text = (open(name, "rb").read().decode() for name in sys.argv[1:3])
    told, picks = json.loads(told), draw(text, json.loads(told)["rule"], sys.argv[3])
    print(f"名单 sha256:{sha(text)}\n规则 {told['rule']}\n抽中 {'、'.join(picks)}")
    sys.exit(0 if (told["list"][7:], told["picks"]) == (sha(text), picks) else "与记录不一致")
