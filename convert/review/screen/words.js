// What the page says, in two languages.

const ENGLISH = {
  review: "Review", of: "{0} of {1}", left: "{0} left", decidedCount: "{0} decided", loading: "Loading …",
  done: "done by the rule", proposed: "only proposed", certainty: "certainty {0}",
  sure: "all but certain", likely: "likely", unsure: "uncertain", doubtful: "a guess",
  edit: "change of text", join: "two paragraphs become one", split: "a paragraph is parted",
  label: "what a paragraph is", place: "place in the reading order", ref: "continued from elsewhere",
  table: "cells of a table",
  word: "a word of which the engine was unsure", asItIs: "Right as it is", accept: "Accept", reject: "Reject", edit_button: "Other", next: "Next", previous: "Back", alike: "All {0} alike",
  noneAlike: "None of {0}", undo: "Undo", skip: "Skip", wholePage: "Whole page", zoomIn: "Closer",
  zoomOut: "Further", help: "Keys", kinds: "Kinds", summary: "Summary", texts: "Texts", save: "Save",
  cancel: "Cancel", close: "Close", all: "All", none: "None", oneByOne: "One by one", lookAt: "Look at {0}",
  rule: "Rule", paper: "Newspaper", year: "Date", issue: "Issue", allRules: "all rules",
  allPapers: "all newspapers", allDates: "all dates", allIssues: "all issues", allPages: "all pages", pageChooser: "Page", page: "page {0}",
  withDecided: "decided ones, too", before: "from", after: "to", waiting: "Waiting", decided: "Decided",
  source: "Source", corrected: "Corrected", reading: "Reading", language: "中文",
  nothing: "Nothing is left to decide here.", decidedBy: "{0} by {1}", decidedAt: "at {0}",
  accepted: "accepted", rejected: "rejected", replaced: "replaced by", undecided: "not decided",
  download: "Save decisions as a file", handedOut: "{0} decisions in decisions.json; send it back.",
  saving: "saving {0} …", saved: "saved", offline: "not saved: {0} wait for the server",
  undone: "Step taken back.", nothingToUndo: "Nothing to take back.", manyDone: "{0} decided alike; u takes it back.",
  conflict: "Decided otherwise in the meantime", conflictText: "Another tab, another person or an editor was here first. Nothing was written.",
  keepTheirs: "Keep what stands there", takeOver: "Write mine over it", them: "stands there", mine: "mine",
  noImage: "The picture of this page is not at hand; drawn are the places of its text.",
  imageLabel: "The place on the page", linesLabel: "Lines of the source", sentence: "What would be read",
  candidates: "Choices", replacement: "What should stand there", role: "What it is",
  startSample: "Sample: {0} of {1}", sampleDone: "The sample is decided.", backToQueue: "Back to the queue",
  samples: "Samples", seen: "Seen", looked: "looked at", reviewers: "Reviewers", notWhole: "{0} of {1} decided",
  pagesSeen: "pages seen", pagesValid: "of these validated by a second person", pageSeen: "Page seen", pageValid: "Validate page", unseenState: "not seen", seenState: "seen by {0}",
  validatedState: "validated by {0}", joinedTo: "goes on with", behind: "stands behind", continues: "continues",
  applyHint: "backfile apply makes the files anew.", as: "is", becomes: "becomes",
  keysTitle: "Keys", k_next: "next, previous", k_accept: "accept: do it, keep it", k_reject: "reject: do not do it",
  k_edit: "write something else; Enter saves, Escape does not", k_digits: "take one of the choices",
  k_alike: "all alike as this one: accept, reject", k_undo: "take back the last step",
  k_page: "whole page", k_zoom: "closer, further", k_kinds: "kinds", k_summary: "summary", k_texts: "text of the issue beside it: reading, corrected, source; all three", sideBySide: "Side by side",
  k_seen: "page seen, validated", k_help: "this list", k_back: "from one kind, or a sample, back to the queue", k_layout: "roles and articles of the issue", ownList: "of a list of misreadings", why: "Hint:",
  layout: "Roles and articles", layoutTitle: "Roles and articles: {0}", blocks: "Paragraphs in reading order", noBlocks: "There is nothing to set.",
  roleMenu: "Any role", setBy: "set by {0}", setByRules: "set by the rules", opensNothing: "Nothing begins", opens_article: "Article",
  opens_section: "Section", opens_advertisement: "Advertisement", opens_unplaced: "Article ends",
  k_blocks: "in roles and articles: next, previous paragraph", k_articles: "there: next, previous article",
  k_roles: "there: body, headline, kicker, subtitle, byline, subhead, caption, running head, folio; e: any role",
  k_openings: "there: an article begins, nothing begins, the article ends, a section, an advertisement",
};

const CHINESE = {
  review: "审校", of: "{0} / {1}", left: "余 {0}", decidedCount: "已决 {0}", loading: "正在载入……",
  done: "规则已改", proposed: "仅为建议", certainty: "把握 {0}",
  sure: "几乎确定", likely: "很可能", unsure: "不确定", doubtful: "猜测",
  edit: "文字更改", join: "两段合为一段", split: "一段拆为两段", label: "段落类别", place: "阅读次序", ref: "接自他处",
  table: "表格单元",
  word: "识别引擎没有把握的字词", asItIs: "原样无误", accept: "接受", reject: "拒绝", edit_button: "另写", next: "下一条", previous: "上一条", alike: "同类 {0} 条全部",
  noneAlike: "同类 {0} 条皆不", undo: "撤销", skip: "跳过", wholePage: "整页", zoomIn: "放大", zoomOut: "缩小",
  help: "按键", kinds: "类别", summary: "小结", texts: "文本", save: "保存", cancel: "取消", close: "关闭",
  all: "全部", none: "皆不", oneByOne: "逐条", lookAt: "抽看 {0} 条",
  rule: "规则", paper: "报纸", year: "日期", issue: "期", allRules: "全部规则", allPapers: "全部报纸",
  allDates: "全部日期", allIssues: "全部各期", allPages: "全部各版", pageChooser: "版", page: "第 {0} 版", withDecided: "包括已决", before: "原", after: "改",
  waiting: "待决", decided: "已决", source: "原文", corrected: "校正", reading: "读本", language: "English",
  nothing: "这里没有待决的条目。", decidedBy: "{1}：{0}", decidedAt: "{0}",
  accepted: "接受", rejected: "拒绝", replaced: "改为", undecided: "未决",
  download: "将决定存为文件", handedOut: "decisions.json 中有 {0} 条决定；请寄回。",
  saving: "正在保存 {0} 条……", saved: "已保存", offline: "未保存：{0} 条等待服务器",
  undone: "已撤销一步。", nothingToUndo: "没有可撤销的步骤。", manyDone: "同类 {0} 条已决；按 u 撤销。",
  conflict: "其间已有别的决定", conflictText: "另一标签页、另一人或编辑器先改了此处。尚未写入任何内容。",
  keepTheirs: "保留现有决定", takeOver: "以我的决定替换", them: "现有", mine: "我的",
  noImage: "本版图像不在手边；所绘为文字的位置。", imageLabel: "版面位置", linesLabel: "原文各行",
  sentence: "将读作", candidates: "候选", replacement: "此处应为", role: "类别为",
  startSample: "抽样：{1} 条中的 {0} 条", sampleDone: "样本已全部决定。", backToQueue: "返回队列",
  samples: "抽样", seen: "已看", looked: "已看", reviewers: "审校人", notWhole: "{1} 条中已决 {0} 条",
  pagesSeen: "已看版面", pagesValid: "其中经第二人复核", pageSeen: "本版已看", pageValid: "本版复核", unseenState: "未看", seenState: "{0} 已看", validatedState: "{0} 已复核",
  joinedTo: "下接", behind: "置于其后", continues: "接续", applyHint: "backfile apply 重新生成各种格式。",
  as: "为", becomes: "改为",
  keysTitle: "按键", k_next: "下一条、上一条", k_accept: "接受：照此改，或保留所改", k_reject: "拒绝：不改",
  k_edit: "另写；回车保存，Esc 放弃", k_digits: "选用候选", k_alike: "同类一并：接受、拒绝", k_undo: "撤销上一步",
  k_page: "整页", k_zoom: "放大、缩小", k_kinds: "类别", k_summary: "小结", k_texts: "旁示本期文本：读本、校正、原文；三者并列", sideBySide: "并列", k_seen: "本版已看、复核",
  k_help: "本表", k_back: "由一类或抽样返回队列", k_layout: "本期的段落类别与文章", ownList: "常见误读表", why: "提示：",
  layout: "类别与文章", layoutTitle: "类别与文章：{0}", blocks: "依阅读次序的各段", noBlocks: "没有可设置的段落。",
  roleMenu: "其他类别", setBy: "{0} 所设", setByRules: "规则所定", opensNothing: "不起新篇", opens_article: "文章",
  opens_section: "栏目", opens_advertisement: "广告", opens_unplaced: "文章止",
  k_blocks: "类别与文章中：下一段、上一段", k_articles: "其中：下一篇、上一篇",
  k_roles: "其中：正文、标题、引题、副题、署名、小标题、图注、报眉、版次；e：其他类别",
  k_openings: "其中：起一篇、不起新篇、文章止、栏目、广告",
};

const CHINESE_ROLES = {
  kicker: "引题", headline: "标题", subtitle: "副题", byline: "署名", label: "栏名", host: "主持人", participant: "嘉宾", subhead: "小标题",
  body: "正文", brief: "简讯", verse: "诗行", list: "列举", "table-row": "表行", "table-cell": "表格单元", "table-caption": "表题",
  caption: "图注", credit: "图片署名",
  advertisement: "广告", "running-head": "报眉", folio: "版次", editors: "编辑署名", jump: "转接",
};

let words = navigator.language?.startsWith("zh") ? CHINESE : ENGLISH;

/** Return what the page says, with values put in. */
export function say(key, ...values) {
  return (words[key] ?? key).replace(/\{(\d)\}/gu, (_, number) => String(values[Number(number)] ?? ""));
}

/** Change the language; return its code. */
export function otherLanguage() {
  words = words === ENGLISH ? CHINESE : ENGLISH;
  return languageCode();
}

export function languageCode() {
  return words === ENGLISH ? "en" : "zh-Hans";
}

/** Say what a block is on the page. */
export function roleName(role) {
  return words === ENGLISH ? role.replace("-", " ") : CHINESE_ROLES[role] ?? role;
}

/** Say a certainty in words. */
export function certaintyInWords(value) {
  if (value >= 0.95) return say("sure");
  if (value >= 0.8) return say("likely");
  return say(value >= 0.5 ? "unsure" : "doubtful");
}
