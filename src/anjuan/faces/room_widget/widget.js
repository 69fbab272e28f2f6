// The room in the browser: it asks the kernel and lays out what comes back. Nothing is loaded from anywhere else,
// every text is set as text, and nothing is called saved before the kernel says that it stands in the ledger.

const PATIENCE = 6000; // milliseconds without an answer before a person is told
const PICTURES = 12; // pages kept here
const LEAST = 0.004; // of the page: less is a slip of the hand
const STEP = 0.01;
const EMPTY = new DataView(new ArrayBuffer(0));
const VERDICTS = [["pass", "符合"], ["fail", "不符合"], ["not_applicable", "不适用"]];
const VETOES = [["", "按结论"], ["true", "一票否决成立"], ["false", "一票否决不成立"]];
const KEYS = [
  ["J / K", "下一项 / 上一项"], ["U", "下一个待判断的评查项"], ["→ / ←", "下一页 / 上一页"],
  ["Y", "确认机器的结论"], ["E", "改判"], ["B", "在页面上画框补充问题"], ["W", "撤回本项意见"],
  ["S", "提交全卷"], ["G", "到本项所在的页"], ["+ / −", "放大 / 缩小页面"], ["F", "全屏"], ["?", "按键说明"],
  ["画框时", "方向键移动，Shift＋方向键改变大小，回车确定，Esc 取消"],
  ["填写时", "Ctrl＋回车保存，Esc 取消"],
];

const FOCUS = new Set(["button", "input", "select", "textarea", "summary"]);

function h(tag, attributes = {}, ...children) {
  const node = document.createElement(tag);
  // JupyterLab asks the element that has the focus before any around it: without this its keys cut cells.
  if (FOCUS.has(tag) || "tabindex" in attributes) node.setAttribute("data-lm-suppress-shortcuts", "true");
  for (const [name, value] of Object.entries(attributes)) {
    if (value === null || value === undefined || value === false) continue;
    if (name === "class") node.className = value;
    else if (name.startsWith("on")) node.addEventListener(name.slice(2), value);
    else node.setAttribute(name, value === true ? "" : String(value));
  }
  return put(node, ...children);
}

/** Other children for a node; what is not there is left out. */
function put(node, ...children) {
  node.replaceChildren(...children.flat(3).filter((one) => one !== null && one !== undefined && one !== false && one !== ""));
  return node;
}

const clamp = (value, low, high) => Math.min(Math.max(value, low), high);

/** Questions to the kernel, each with its own answer. */
class Talk {
  constructor(model, overheard) {
    this.model = model;
    this.name = Math.random().toString(36).slice(2);
    this.count = 0;
    this.waiting = new Map();
    this.heard = (message, buffers) => {
      const wait = this.waiting.get(message.to);
      if (!wait) {
        if (!String(message.to).startsWith(this.name)) overheard(message);
        return;
      }
      this.waiting.delete(message.to);
      clearTimeout(wait.timer);
      wait.resolve({ ...message, buffers });
    };
    model.on("msg:custom", this.heard);
  }

  /** The answer of the kernel; `late` is called when it takes long, and the answer is still waited for. */
  ask(message, late = () => {}) {
    const id = `${this.name}:${++this.count}`;
    return new Promise((resolve) => {
      this.waiting.set(id, { resolve, timer: setTimeout(late, PATIENCE) });
      this.model.send({ ...message, id });
    });
  }

  stop() {
    this.model.off("msg:custom", this.heard);
    for (const wait of this.waiting.values()) clearTimeout(wait.timer);
  }
}

/** The left side: one page, the boxes on it, and the drawing of a new one. */
class PageSide {
  constructor(room) {
    this.room = room;
    this.number = 0;
    this.zoom = 1;
    this.pictures = new Map();
    this.draft = null; // corners while a box is drawn
    this.build();
  }

  build() {
    const button = (text, label, act) => h("button", { type: "button", "aria-label": label, title: label, onclick: act }, text);
    this.input = h("input", {
      class: "aj-number", inputmode: "numeric", "aria-label": "页号",
      onchange: () => this.show(Number(this.input.value)),
    });
    this.total = h("span");
    this.label = h("span", { class: "aj-label" });
    this.drawing = button("画框 B", "在页面上画框，补充一个问题", () => this.room.startDrawing());
    this.drawing.classList.add("aj-draw");
    this.tools = h("div", { class: "aj-tools", role: "toolbar", "aria-label": "页面" },
      button("‹", "上一页（←）", () => this.turn(-1)), this.input, this.total,
      button("›", "下一页（→）", () => this.turn(1)),
      button("−", "缩小页面", () => this.enlarge(1 / 1.2)), button("＋", "放大页面", () => this.enlarge(1.2)),
      this.drawing, this.label);
    this.image = h("img", { alt: "", draggable: "false" });
    this.over = h("div", { class: "aj-over" });
    this.text = h("div", { class: "aj-text" });
    this.sheet = h("div", { class: "aj-sheet" }, this.image, this.over, this.text);
    this.view = h("div", { class: "aj-view", tabindex: "0", role: "img", "aria-label": "案卷页面" }, this.sheet);
    this.node = h("section", { class: "aj-page", "aria-label": "案卷页面" }, this.tools, this.view);
    this.sheet.addEventListener("pointerdown", (event) => this.press(event));
    this.sheet.addEventListener("pointermove", (event) => this.drag(event));
    this.sheet.addEventListener("pointerup", (event) => this.release(event));
  }

  forget() {
    for (const one of this.pictures.values()) if (one.url) URL.revokeObjectURL(one.url);
    this.pictures.clear();
    this.number = 0;
  }

  turn(step) {
    this.show(clamp(this.number + step, 1, this.room.data.pages.length));
  }

  enlarge(factor) {
    this.zoom = clamp(this.zoom * factor, 0.5, 4);
    this.sheet.style.width = `${this.zoom * 100}%`;
  }

  async show(number) {
    const pages = this.room.data.pages;
    if (!(Number.isInteger(number) && number >= 1 && number <= pages.length)) {
      this.input.value = this.number;
      return;
    }
    this.cancel();
    this.number = number;
    const page = pages[number - 1];
    this.input.value = number;
    this.total.textContent = `／${pages.length} 页`;
    this.label.textContent = `${page.papers}　${page.place}`;
    this.label.title = this.label.textContent;
    delete this.room.root.dataset.ready;
    const found = await this.fetch(number);
    if (this.number !== number || !found) return;
    await this.lay(found);
    if (this.number !== number) return;
    this.mark();
    this.room.root.dataset.ready = number;
    clearTimeout(this.ahead);
    this.ahead = setTimeout(() => this.fetch(Math.min(number + 1, pages.length)), 400);
  }

  async fetch(number) {
    const known = this.pictures.get(number);
    if (known) return known;
    const name = this.room.data.case.id;
    const asked = this.room.talk.ask({ kind: "page", number }, () => {
      if (this.number === number) this.room.tell("trouble", "页面还没有来：内核正忙或者已断开");
    }).then((answer) => {
      if (this.room.data.case.id !== name) return null;
      return answer.kind === "refused" ? { problem: answer.text, lines: [] } : this.drawn(answer);
    });
    this.pictures.set(number, asked);
    const found = await asked;
    if (found) this.pictures.set(number, found);
    for (const old of this.pictures.keys()) {
      if (this.pictures.size <= PICTURES) break;
      if (old !== this.number) {
        if (this.pictures.get(old).url) URL.revokeObjectURL(this.pictures.get(old).url);
        this.pictures.delete(old);
      }
    }
    return found;
  }

  load(url) {
    if (this.image.src !== url) {
      this.loaded = new Promise((resolve) => {
        this.image.onload = this.image.onerror = resolve;
        this.image.src = url;
      });
    }
    return this.loaded;
  }

  /** An answer with its picture as something that an image can show. */
  drawn(answer) {
    if (!answer.buffers?.length) return answer;
    const body = new Blob([answer.buffers[0]], { type: "image/jpeg" });
    return { url: URL.createObjectURL(body), width: answer.width, height: answer.height };
  }

  async lay(found) {
    const drawn = Boolean(found.url);
    this.image.hidden = this.over.hidden = !drawn;
    this.text.hidden = drawn;
    this.drawing.disabled = !drawn;
    if (drawn) {
      this.sheet.style.aspectRatio = `${found.width} / ${found.height}`;
      await this.load(found.url);
    } else {
      this.sheet.style.aspectRatio = "auto";
      this.text.replaceChildren(
        h("p", { class: "aj-problem" }, found.problem ?? ""),
        ...(found.lines ?? []).map((line) => h("p", { "data-line": line.text },
          h("span", { class: "aj-muted" }, line.place), " ", line.text)));
    }
  }

  /** Boxes of the item in hand on this page, and the first of them into view. */
  mark() {
    const places = this.room.places().filter((one) => one.page === this.number);
    this.over.replaceChildren(...places.flatMap((one) => one.boxes.map((box, at) => this.frame(box, at || one.more ? "" : one.label, one.style))));
    this.view.setAttribute("aria-label", `第 ${this.number} 页，${places.length} 处标出`);
    for (const line of this.text.querySelectorAll("[data-line]")) {
      line.classList.toggle("aj-hit", places.some((one) => one.quote && (line.dataset.line.includes(one.quote) ||
        one.quote.includes(line.dataset.line.trim()))));
    }
    const tops = places.flatMap((one) => one.boxes.map((box) => box[1]));
    if (tops.length && !this.draft) {
      this.view.scrollTop = Math.min(...tops) * this.sheet.clientHeight - this.view.clientHeight * 0.3;
    }
    this.text.querySelector(".aj-hit")?.scrollIntoView({ block: "nearest" });
    if (this.draft) this.over.append(this.frame(this.draft, "新的问题", "aj-mine aj-draft"));
  }

  frame([x0, y0, x1, y1], label, style) {
    const node = h("div", { class: `aj-box ${style}` }, label && h("span", {}, label));
    Object.assign(node.style, {
      left: `${x0 * 100}%`, top: `${y0 * 100}%`, width: `${(x1 - x0) * 100}%`, height: `${(y1 - y0) * 100}%`,
    });
    return node;
  }

  // ---- a new box ----

  start() {
    if (this.drawing.disabled) return false;
    const high = this.sheet.clientHeight || 1;
    const middle = clamp((this.view.scrollTop + this.view.clientHeight / 2) / high, 0.05, 0.95);
    this.draft = [0.3, middle - 0.03, 0.7, middle + 0.03];
    this.node.classList.add("aj-drawing");
    this.mark();
    this.view.focus();
    return true;
  }

  cancel() {
    this.draft = this.from = null;
    this.node.classList.remove("aj-drawing");
    if (this.number) this.mark();
  }

  at(event) {
    const area = this.sheet.getBoundingClientRect();
    return [clamp((event.clientX - area.left) / area.width, 0, 1), clamp((event.clientY - area.top) / area.height, 0, 1)];
  }

  press(event) {
    if (!this.draft || event.button !== 0) return;
    event.preventDefault();
    this.view.focus();
    this.from = this.at(event);
    this.sheet.setPointerCapture(event.pointerId);
  }

  drag(event) {
    if (!this.from) return;
    const [x, y] = this.at(event), [a, b] = this.from;
    this.draft = [Math.min(a, x), Math.min(b, y), Math.max(a, x), Math.max(b, y)];
    this.mark();
  }

  release(event) {
    if (!this.from) return;
    this.drag(event);
    this.from = null;
    const [x0, y0, x1, y1] = this.draft;
    if (x1 - x0 >= LEAST && y1 - y0 >= LEAST) this.accept();
  }

  accept() {
    const box = this.draft, number = this.number;
    this.node.classList.remove("aj-drawing");
    this.room.drawn(number, box);
  }

  key(event) {
    const moves = { ArrowLeft: [-STEP, 0], ArrowRight: [STEP, 0], ArrowUp: [0, -STEP], ArrowDown: [0, STEP] };
    if (event.key === "Enter") this.accept();
    else if (event.key === "Escape") this.room.stopDrawing();
    else if (moves[event.key]) {
      const [dx, dy] = moves[event.key];
      let [x0, y0, x1, y1] = this.draft;
      if (event.shiftKey) {
        x1 = clamp(x1 + dx, x0 + STEP, 1);
        y1 = clamp(y1 + dy, y0 + STEP, 1);
      } else {
        const mx = clamp(dx, -x0, 1 - x1), my = clamp(dy, -y0, 1 - y1);
        [x0, y0, x1, y1] = [x0 + mx, y0 + my, x1 + mx, y1 + my];
      }
      this.draft = [x0, y0, x1, y1];
      this.mark();
      this.over.querySelector(".aj-draft")?.scrollIntoView({ block: "nearest" });
    } else return false;
    return true;
  }
}

/** What is said of the item in hand, and the form to say it. */
class ItemSide {
  constructor(room) {
    this.room = room;
    this.articles = new Map();
    this.node = h("div", { class: "aj-detail", role: "region", "aria-label": "评查项", tabindex: "-1" });
  }

  draw() {
    const room = this.room, item = room.item;
    if (!item) return;
    this.law = h("div", { class: "aj-law" });
    this.acts = h("div", { class: "aj-acts" });
    put(this.node,
      h("h3", {}, `${item.id}　${item.title}`),
      h("p", { class: "aj-muted" }, `${item.dimension}　满分 ${item.points}　机器得分 ${item.kept}`,
        item.effect && `　不符合时：${item.effect}`, item.veto && `（${item.veto}）`),
      item.weight && h("p", { class: "aj-weight" }, `待判断　${item.weight}`),
      this.own(), this.others(),
      h("p", {}, h("b", {}, "机器结论　"), tag(item.verdict, item.verdictText)),
      item.findings.length ? item.findings.map((one) => this.finding(one))
        : h("p", { class: "aj-muted" }, "此项由评查人员判断，机器未检查"),
      this.law, this.acts);
    this.node.scrollTop = 0;
    this.buttons();
    this.fetchLaw(item.id);
  }

  finding(one) {
    const lost = one.deducted ? `　扣 ${one.deducted} 分` : "";
    return h("div", { class: "aj-finding" },
      h("p", {}, tag(one.verdict, one.verdictText), ` ${one.message}${lost}`),
      one.places.map((spot) => h("div", { class: "aj-spot" },
        spot.page ? this.room.link(spot.page, spot.text) : h("span", { class: "aj-muted" }, spot.text),
        spot.quote && h("blockquote", {}, spot.quote))));
  }

  async fetchLaw(id) {
    if (!this.articles.has(id)) this.articles.set(id, this.room.talk.ask({ kind: "law", item: id }));
    const target = this.law, answer = await this.articles.get(id);
    if (target !== this.law || answer.kind !== "law" || !answer.articles.length) return;
    put(target, answer.articles.map((one) => h("details", { open: one.text.length > 0 },
      h("summary", {}, `依据　${one.name}（${one.since} 起施行）`),
      one.text.map((part) => h("p", {}, part)), one.note && h("p", { class: "aj-muted" }, one.note))));
  }

  own() {
    const { data, item } = this.room, said = data.own[item.id], added = data.added[item.id] ?? [];
    const before = data.history[item.id] ?? [];
    if (!said && !before.length) return null;
    return h("div", { class: "aj-own" },
      said && h("p", {}, h("b", {}, "我的意见　"), tag(said.verdict, said.verdictText), ` ${kept(said, item)}`),
      said && h("p", { class: "aj-reason" }, said.reason),
      added.map((one, at) => h("div", { class: "aj-spot" },
        one.page && this.room.link(one.page, `补充问题 ${at + 1}：第 ${one.page} 页`),
        one.quote && h("blockquote", {}, one.quote))),
      said && h("p", { class: "aj-muted" }, `已保存　${moment(said.at)}　台账第 ${said.seq} 条`),
      before.length > 0 && h("details", {}, h("summary", {}, `以前的意见 ${before.length} 条`),
        before.map((one) => h("p", { class: "aj-muted" },
          `第 ${one.seq} 条　${one.verdictText}　${one.reason}　${one.fate}`))));
  }

  others() {
    const said = this.room.data.others.filter((one) => one.item === this.room.item.id);
    return said.length > 0 && h("div", { class: "aj-own" }, h("b", {}, "其他评查员"),
      said.map((one) => h("p", {}, `${one.reviewer}　`, tag(one.verdict, one.verdictText),
        ` ${kept(one, this.room.item)}　${one.reason}　`, h("span", { class: "aj-muted" }, one.fate))));
  }

  buttons() {
    const { room } = this, { item, data } = room;
    if (!data.panel.writes) {
      put(this.acts, h("p", { class: "aj-muted" }, data.panel.submitted ? "已提交，只能查看" : "只能查看"));
      return;
    }
    const button = (kind, text, act) => h("button", { type: "button", class: kind, onclick: act }, text);
    put(this.acts,
      item.confirm ? button("aj-yes", `${item.confirm}　Y`, () => room.confirm())
        : h("p", { class: "aj-muted" }, "机器没有作出结论，请改判"),
      button("", "改判　E", () => this.form()),
      button("", "画框补充　B", () => room.startDrawing()),
      data.own[item.id] && button("", "撤回　W", () => this.takeBack()));
  }

  /** The form of a change; with `place` it is a finding added. */
  form(place = null) {
    const { item, data } = this.room, said = data.own[item.id], name = `aj-${this.room.talk.name}`;
    const first = place ? "fail" : said?.verdict ?? (item.verdict === "fail" ? "pass" : "fail");
    const radios = VERDICTS.map(([value, text]) => h("label", {},
      h("input", { type: "radio", name, value, checked: value === first, disabled: place && value !== "fail" }), text));
    const taken = said && said.points !== null && said.verdict === "fail" ? round(item.points - said.points) : "";
    const deduct = h("input", { class: "aj-number", inputmode: "decimal", value: taken, placeholder: "按标准" });
    const veto = h("select", {}, VETOES.map(([value, text]) => h("option", { value }, text)));
    veto.value = said && said.veto !== null ? String(said.veto) : "";
    const reason = h("textarea", { rows: "3", required: true });
    reason.value = said && said.reason && !place ? said.reason : "";
    const read = () => ({
      kind: "change", item: item.id, verdict: radios.map((one) => one.firstChild).find((one) => one.checked)?.value,
      deduct: deduct.value, veto: veto.value === "" ? null : veto.value === "true", reason: reason.value,
      ...(place ? { number: place.number, box: place.box } : {}),
    });
    const only = h("div", { class: "aj-fields" },
      h("label", {}, `扣分（0～${item.points}）`, deduct), item.effect && h("label", {}, "一票否决", veto));
    const fit = () => { only.hidden = read().verdict !== "fail"; };
    const choose = (event) => { // JupyterLab keeps the arrows from radio buttons
      const step = { ArrowUp: -1, ArrowLeft: -1, ArrowDown: 1, ArrowRight: 1 }[event.key];
      const free = radios.map((one) => one.firstChild).filter((one) => !one.disabled);
      if (!step || !free.includes(event.target)) return;
      const next = free[(free.indexOf(event.target) + step + free.length) % free.length];
      next.checked = true;
      next.focus();
      fit();
      event.preventDefault();
    };
    const save = () => {
      const message = read();
      if (message.verdict !== "fail") Object.assign(message, { deduct: "", veto: null });
      this.room.save(message);
    };
    const quote = h("blockquote", {});
    this.editing = { save, cancel: () => this.room.stopDrawing() };
    put(this.acts, h("form", {
      "aria-label": place ? "补充问题" : "改判",
      onsubmit: (event) => { event.preventDefault(); save(); },
      onchange: fit,
    },
      place && h("p", {}, `第 ${place.number} 页上的新问题`), place && quote,
      h("fieldset", { onkeydown: choose }, h("legend", {}, "结论"), radios), only,
      h("label", { class: "aj-wide" }, "理由（必填）", reason),
      h("div", {}, h("button", { type: "submit", class: "aj-yes" }, "保存　Ctrl＋回车"),
        h("button", { type: "button", onclick: () => this.room.stopDrawing() }, "取消　Esc"))));
    fit();
    (place ? reason : radios.map((one) => one.firstChild).find((one) => one.checked)).focus();
    this.acts.scrollIntoView({ block: "nearest" });
    if (place) this.room.talk.ask({ kind: "quote", number: place.number, box: place.box })
      .then((answer) => { quote.textContent = answer.text ?? ""; quote.hidden = !answer.text; });
  }

  takeBack() {
    const { room } = this;
    if (!room.data.own[room.item.id] || !room.data.panel.writes) return;
    const reason = h("textarea", { rows: "2", required: true });
    const save = () => room.save({ kind: "withdraw", item: room.item.id, reason: reason.value });
    this.editing = { save, cancel: () => room.stopDrawing() };
    put(this.acts, h("form", { "aria-label": "撤回", onsubmit: (event) => { event.preventDefault(); save(); } },
      h("label", { class: "aj-wide" }, "撤回的理由（必填）", reason),
      h("div", {}, h("button", { type: "submit", class: "aj-yes" }, "撤回　Ctrl＋回车"),
        h("button", { type: "button", onclick: () => room.stopDrawing() }, "取消　Esc"))));
    reason.focus();
    this.acts.scrollIntoView({ block: "nearest" });
  }

  /** Ask once more before everything is submitted. */
  ask(text, act) {
    const yes = h("button", { type: "button", class: "aj-yes", onclick: act }, "确定提交");
    this.editing = { save: act, cancel: () => this.room.stopDrawing() };
    put(this.acts, h("div", { role: "alertdialog", "aria-label": "提交", class: "aj-ask" },
      h("p", {}, text), yes, h("button", { type: "button", onclick: () => this.room.stopDrawing() }, "返回　Esc")));
    yes.focus();
    this.acts.scrollIntoView({ block: "nearest" });
  }
}

function tag(verdict, text) {
  return h("span", { class: `aj-tag aj-${verdict}` }, text);
}

const round = (value) => Math.round(value * 1000) / 1000;

function kept(said, item) {
  const veto = said.veto === null ? "" : said.veto ? "　一票否决成立" : "　一票否决不成立";
  if (said.verdict !== "fail") return veto;
  return (said.points === null ? "扣分按标准" : `扣 ${round(item.points - said.points)} 分`) + veto;
}

function moment(at) {
  return new Date(at).toLocaleString("zh-CN", { hour12: false });
}

/** The whole room: what is open, what is in hand, what the keys do. */
class RoomView {
  constructor(model, el) {
    this.data = null;
    this.item = null;
    this.unsaved = 0;
    this.talk = new Talk(model, (message) => { if (message.kind === "saved") this.open(); });
    this.page = new PageSide(this);
    this.detail = new ItemSide(this);
    this.build();
    el.append(this.root);
    this.leaving = (event) => { if (this.unsaved) event.preventDefault(); };
    window.addEventListener("beforeunload", this.leaving);
    const first = model.get("first");
    const answer = first?.byteLength ? JSON.parse(new TextDecoder().decode(first)) : {};
    if (answer.kind !== "opened") {
      this.open();
      return;
    }
    const picture = model.get("picture");
    this.take({ ...answer, buffers: picture?.byteLength ? [picture] : [] });
    setTimeout(() => {
      model.set({ first: EMPTY, picture: EMPTY }); // what a notebook saves holds nothing of a case file
      model.save_changes();
    });
  }

  stop() {
    window.removeEventListener("beforeunload", this.leaving);
    this.talk.stop();
    this.page.forget();
  }

  build() {
    this.cases = h("select", { "aria-label": "案卷", onchange: () => this.open(this.cases.value) });
    this.head = h("span", { class: "aj-head" });
    this.progress = h("span", { class: "aj-progress" });
    this.status = h("span", { class: "aj-status", role: "status", "aria-live": "polite" });
    this.again = h("button", { type: "button", hidden: true }, "再试一次");
    this.submitting = h("button", { type: "button", class: "aj-submit", onclick: () => this.submit() }, "提交　S");
    this.list = h("div", { class: "aj-list", role: "listbox", tabindex: "0", "aria-label": "评查项" });
    this.list.addEventListener("click", (event) => {
      const row = event.target.closest("[data-item]");
      if (row) this.choose(row.dataset.item);
    });
    this.help = h("div", { class: "aj-help", role: "dialog", "aria-label": "按键说明", hidden: true },
      KEYS.map(([key, text]) => h("div", {}, h("b", {}, key), h("span", {}, text))));
    const button = (text, label, act) => h("button", { type: "button", "aria-label": label, title: label, onclick: act }, text);
    this.root = h("div", {
      class: "aj-room", role: "region", "aria-label": "评查室", tabindex: "0", lang: "zh-CN",
    },
      h("header", { class: "aj-bar" }, this.cases, this.head, this.progress, this.submitting,
        button("全屏 F", "全屏", () => this.full()), button("?", "按键说明", () => this.explain())),
      h("div", { class: "aj-main" }, this.page.node, h("section", { class: "aj-side", "aria-label": "评查" }, this.list, this.detail.node)),
      h("footer", { class: "aj-foot" }, this.status, this.again,
        h("span", { class: "aj-hint" }, "J／K 换项　U 下一待判断　←／→ 翻页　Y 确认　E 改判　B 画框　S 提交　? 全部按键")),
      this.help);
    this.root.addEventListener("keydown", (event) => this.key(event));
    // The whole screen and back: the notebook takes the focus, and its keys cut and delete cells.
    this.root.addEventListener("fullscreenchange", () => setTimeout(() => this.list.focus({ preventScroll: true }), 50));
  }

  tell(kind, text, again = null) {
    this.status.className = `aj-status aj-is-${kind}`;
    this.status.textContent = text;
    this.status.title = text;
    this.again.hidden = !again;
    this.again.onclick = again;
  }

  async open(wanted = this.data?.case.id ?? "") {
    const answer = await this.talk.ask({ kind: "open", case: wanted },
      () => this.tell("trouble", "内核没有回应：正忙，或者已断开；断开时重新运行这一格", () => this.open(wanted)));
    if (answer.kind !== "opened") {
      this.tell("trouble", answer.text);
      return;
    }
    this.take(answer);
  }

  take(answer) {
    const other = this.data?.case.id !== answer.case.id;
    const before = this.item?.id;
    this.data = answer;
    this.byId = new Map(answer.items.map((one) => [one.id, one]));
    if (other) {
      this.page.forget();
      this.detail.articles.clear();
      this.tell("idle", "");
    } else this.again.hidden = true;
    this.cases.replaceChildren(...answer.cases.map((one) =>
      h("option", { value: one.id, selected: one.id === answer.case.id }, one.id + (one.submitted ? "（已提交）" : ""))));
    this.head.textContent = `${answer.case.number || "（未读到文号）"}　${answer.case.agency}　评查员 ${answer.reviewer}`;
    this.head.title = this.head.textContent;
    if (answer.buffers?.length && !this.page.pictures.has(answer.start.page)) {
      const first = this.page.drawn({ ...answer.picture, buffers: answer.buffers });
      this.page.pictures.set(answer.start.page, first);
      this.page.load(first.url); // while the list is laid out
    }
    this.fillList();
    this.measure();
    this.choose(!other && this.byId.has(before) ? before : answer.start.item);
  }

  fillList() {
    this.order = this.data.groups.flatMap((group) => group.items);
    put(this.list, this.data.groups.map(({ title, items }) => h("div", { role: "group", "aria-label": title },
      h("div", { class: "aj-group", "aria-hidden": "true" }, title), items.map((id) => this.row(this.byId.get(id))))));
  }

  row(item) {
    const said = this.data.own[item.id], settled = this.data.panel.settled.includes(item.id);
    const mine = settled ? "已合议" : said ? `✓ ${said.verdictText}` : "未评";
    return h("div", {
      class: `aj-row ${said ? "aj-done" : ""}`, role: "option", id: `${this.talk.name}-${item.id}`, "data-item": item.id,
      "aria-selected": String(this.item?.id === item.id), title: `${item.title}　${item.weight}`,
    }, h("span", { class: "aj-code" }, item.id), h("span", { class: "aj-title" }, item.title),
      tag(item.verdict, item.verdictText), h("span", { class: "aj-said" }, mine));
  }

  measure() {
    const { progress, panel } = this.data;
    this.progress.textContent = `已评 ${progress.decided}／${progress.total}　待判断剩 ${progress.left.length}／${progress.weighty}` +
      `　按我的意见 ${progress.score} 分 ${progress.grade}` + (panel.submitted ? `　已提交${panel.waiting ? `，等 ${panel.waiting} 人` : ""}` : "");
    this.progress.title = this.progress.textContent;
    this.submitting.disabled = !panel.writes || !panel.seated;
  }

  choose(id) {
    const item = this.byId.get(id);
    if (!item) return;
    this.item = item;
    this.detail.editing = null;
    for (const row of this.list.querySelectorAll("[role=option]")) row.setAttribute("aria-selected", String(row.dataset.item === id));
    const row = this.list.querySelector(`[data-item="${CSS.escape(id)}"]`);
    this.list.setAttribute("aria-activedescendant", row.id);
    this.list.scrollTop = clamp(this.list.scrollTop, row.offsetTop + row.offsetHeight + 24 - this.list.clientHeight, row.offsetTop - 28);
    this.page.cancel();
    this.detail.draw();
    const places = this.places();
    if (!this.page.number || (places.length && !places.some((one) => one.page === this.page.number))) this.goTo();
  }

  goTo() {
    this.page.show(this.places().find((one) => one.page)?.page ?? (this.page.number || 1));
  }

  /** Where the item in hand stands on pages: what the machine found, and what was added. */
  places() {
    if (!this.item) return [];
    const found = this.item.findings.flatMap((one) => one.places.map((spot, at) => ({
      ...spot, style: `aj-at-${one.verdict}`, label: one.verdictText,
      more: one.places.slice(0, at).some((before) => before.page === spot.page), // its name stands there already
    })));
    const added = (this.data.added[this.item.id] ?? []).map((one, at) =>
      ({ page: one.page, boxes: [one.box], quote: one.quote, style: "aj-mine", label: `我补充的 ${at + 1}` }));
    return [...added, ...found].filter((one) => one.page);
  }

  link(page, text) {
    return h("button", { type: "button", class: "aj-link", onclick: () => this.page.show(page) }, text);
  }

  move(step) {
    const at = this.order.indexOf(this.item.id) + step;
    if (at >= 0 && at < this.order.length) this.choose(this.order[at]);
  }

  nextOpen() {
    const from = this.order.indexOf(this.item.id);
    const round = [...this.order.slice(from + 1), ...this.order.slice(0, from + 1)];
    const left = new Set(this.data.progress.left);
    const next = round.find((id) => left.has(id)) ?? round.find((id) => !this.data.own[id]);
    if (next) this.choose(next);
  }

  // ---- saying something ----

  confirm() {
    if (!this.data.panel.writes || !this.item.confirm) return;
    this.save({ kind: "confirm", item: this.item.id }, () => this.move(1));
  }

  async save(message, then = () => {}) {
    const whole = { ...message, case: this.data.case.id };
    this.unsaved += 1;
    this.tell("saving", "正在保存…");
    const late = () => this.tell("trouble", "尚未保存：内核没有回应，正忙或者已断开", () => { this.unsaved -= 1; this.save(message, then); });
    const answer = await this.talk.ask(whole, late);
    this.unsaved = Math.max(this.unsaved - 1, 0);
    if (answer.kind === "refused") {
      this.tell("trouble", `没有保存：${answer.text}`);
      return;
    }
    if (answer.kind === "opened") {
      this.take(answer);
      this.tell("saved", "已提交");
      this.list.focus();
      return;
    }
    if (this.data.case.id !== answer.case) return;
    Object.assign(this.data, {
      own: answer.own, added: answer.added, history: answer.history, others: answer.others, panel: answer.panel,
      progress: answer.progress,
    });
    this.tell("saved", `已保存 ${moment(answer.at)}（台账第 ${answer.seq} 条）`);
    this.measure();
    const row = this.list.querySelector(`[data-item="${CSS.escape(answer.item)}"]`);
    row?.replaceWith(this.row(this.byId.get(answer.item)));
    if (this.item.id === answer.item) {
      this.detail.editing = null;
      this.page.cancel();
      this.detail.draw();
      this.list.focus({ preventScroll: true });
      then();
    }
  }

  submit() {
    if (this.submitting.disabled) {
      this.tell("idle", this.data.panel.submitted ? "已经提交" : "该案卷没有分派给您初评，意见已逐条保存，不用提交");
      return;
    }
    const { left, decided, total } = this.data.progress;
    const text = (left.length ? `还有 ${left.length} 项影响等次的评查项没有评：${left.slice(0, 6).join("、")}。` : "影响等次的评查项都已评完。") +
      `共评 ${decided}／${total} 项，没有评的按机器结论。提交后不能再改。`;
    this.detail.ask(text, () => this.save({ kind: "submit" }));
  }

  startDrawing() {
    if (!this.data.panel.writes) return;
    this.detail.editing = null;
    this.detail.buttons();
    if (this.page.start()) this.tell("idle", "画框：拖动鼠标，或用方向键，回车确定，Esc 取消");
  }

  drawn(number, box) {
    this.tell("idle", "写明理由后保存");
    this.detail.form({ number, box });
  }

  stopDrawing() {
    this.page.cancel();
    this.detail.editing = null;
    this.detail.buttons();
    this.tell("idle", "");
    this.list.focus({ preventScroll: true });
  }

  // ---- the keys ----

  full() {
    if (document.fullscreenElement) document.exitFullscreen();
    else this.root.requestFullscreen?.();
  }

  explain() {
    this.help.hidden = !this.help.hidden;
  }

  key(event) {
    if (!((event.ctrlKey || event.metaKey) && event.code === "KeyS")) event.stopPropagation(); // saving is the notebook's
    if (event.isComposing || !this.data) return;
    const writing = event.target.closest("input, textarea, select");
    if (this.detail.editing && event.key === "Escape") this.detail.editing.cancel();
    else if (this.detail.editing && event.key === "Enter" && event.ctrlKey) this.detail.editing.save();
    else if (writing || event.ctrlKey || event.altKey || event.metaKey) return;
    else if (this.page.draft && !this.detail.editing) {
      if (!this.page.key(event)) return;
    } else if (!this.act(event)) return;
    event.preventDefault();
  }

  act(event) {
    const acts = {
      KeyJ: () => this.move(1), KeyK: () => this.move(-1), KeyU: () => this.nextOpen(),
      ArrowRight: () => this.page.turn(1), ArrowLeft: () => this.page.turn(-1),
      KeyY: () => this.confirm(), KeyE: () => this.data.panel.writes && this.detail.form(),
      KeyB: () => this.startDrawing(), KeyW: () => this.detail.takeBack(), KeyS: () => this.submit(),
      KeyG: () => this.goTo(), Equal: () => this.page.enlarge(1.2), NumpadAdd: () => this.page.enlarge(1.2),
      Minus: () => this.page.enlarge(1 / 1.2), NumpadSubtract: () => this.page.enlarge(1 / 1.2),
      KeyF: () => this.full(), Slash: () => this.explain(),
    };
    if (event.target === this.list) Object.assign(acts, { ArrowDown: acts.KeyJ, ArrowUp: acts.KeyK });
    if (event.key === "Escape" && !this.help.hidden) acts.Escape = () => this.explain();
    const act = acts[event.code];
    if (act) act();
    return Boolean(act);
  }
}

export default {
  render({ model, el }) {
    const room = new RoomView(model, el);
    return () => room.stop();
  },
};
