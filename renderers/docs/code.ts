import { createCssVariablesTheme, createHighlighterCore, type HighlighterCore } from 'shiki/core'
import { createJavaScriptRegexEngine } from 'shiki/engine/javascript'
import { escape, Html } from './html.ts'

/** Draws a script as HTML whose text is that very script. */
export type Highlight = (script: string, language: string) => Html

/** Languages of blocks and of the samples that runbooks show most; everything else stays plain. */
const grammars: Readonly<Record<string, () => Promise<unknown>>> = {
  bash: () => import('shiki/langs/bash.mjs'),
  python: () => import('shiki/langs/python.mjs'),
  javascript: () => import('shiki/langs/javascript.mjs'),
  sql: () => import('shiki/langs/sql.mjs'),
  http: () => import('shiki/langs/http.mjs'),
  toml: () => import('shiki/langs/toml.mjs'),
  yaml: () => import('shiki/langs/yaml.mjs'),
  json: () => import('shiki/langs/json.mjs'),
  ini: () => import('shiki/langs/ini.mjs'),
  markdown: () => import('shiki/langs/markdown.mjs'),
}

const names: Readonly<Record<string, string>> = {
  sh: 'bash',
  shell: 'bash',
  zsh: 'bash',
  py: 'python',
  node: 'javascript',
  js: 'javascript',
  yml: 'yaml',
  conf: 'ini',
  md: 'markdown',
}

/** Colours are names here: each token gets the class of its name, and the stylesheet says what it looks like. */
const theme = createCssVariablesTheme({ name: 'classes', variablePrefix: '--', fontStyle: false })

/** Scripts that are remembered: runbooks of one team share many. */
const mostKnown = 2000

/** Loads the highlighter with all its grammars. A script that is shown again soon is coloured once. */
export async function openHighlighter(): Promise<Highlight> {
  const highlighter = await createHighlighterCore({
    themes: [theme],
    langs: Object.values(grammars).map((load) => load() as never),
    engine: createJavaScriptRegexEngine({ forgiving: true }),
  })
  const known = new Map<string, Html>()
  return (script, language) => {
    const lang = grammarOf(language)
    if (!(lang in grammars)) return new Html(escape(script))
    const name = `${lang} ${script}`
    const drawn = known.get(name) ?? coloured(highlighter, script, lang)
    if (known.size >= mostKnown) known.clear()
    known.set(name, drawn)
    return drawn
  }
}

function grammarOf(language: string): string {
  const name = language.toLowerCase()
  return names[name] ?? name
}

/** Longer lines stay plain. Time is no bound here: a slow machine would draw another page. */
const longestLine = 2000

function coloured(highlighter: HighlighterCore, script: string, lang: string): Html {
  const lines = highlighter.codeToTokensBase(script, {
    lang,
    theme: 'classes',
    tokenizeTimeLimit: 0,
    tokenizeMaxLineLength: longestLine,
  })
  return new Html(lines.map(lineHtml).join('\n'))
}

/** Neighbours of one colour share an element. */
function lineHtml(tokens: readonly { readonly content: string; readonly color?: string }[]): string {
  const runs: { name: string | undefined; text: string }[] = []
  for (const { content, color } of tokens) {
    const name = classOf(color)
    const last = runs.at(-1)
    if (last !== undefined && (last.name === name || content.trim() === '')) last.text += content
    else runs.push({ name, text: content })
  }
  return runs
    .map(({ name, text }) =>
      name === undefined ? escape(text) : `<span class="${name}">${escape(text)}</span>`,
    )
    .join('')
}

/** `k` of a keyword, `s` of a string: pages hold thousands of them. */
function classOf(color: string | undefined): string | undefined {
  return classes[/^var\(--token-([a-z-]+)\)$/.exec(color ?? '')?.[1] ?? '']
}

const classes: Readonly<Record<string, string>> = {
  comment: 'c',
  keyword: 'k',
  string: 's',
  'string-expression': 's',
  function: 'f',
  constant: 'n',
  parameter: 'v',
}
