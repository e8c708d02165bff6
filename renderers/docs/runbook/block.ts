import { counted } from '../../../engine/counted.ts'
import type { Block, Expectation, Gate, Runbook, Sample } from '../../../engine/model.ts'
import { duration } from '../../duration.ts'
import { roleWords } from '../../facts.ts'
import type { Highlight } from '../code.ts'
import { html, Html, type Piece } from '../html.ts'

/**
 * A block that runs: what it is for, its options, and its script. The text of its `code` is, to the letter, what the
 * engine hands to the interpreter.
 */
export function blockHtml(block: Block, runbook: Runbook, highlight: Highlight): Html {
  const uses = inputsIn(block, runbook)
  return html`<figure
    class="block ${block.role}"
    data-language="${block.language}"
    data-inputs="${uses.join(' ')}"
  >
    <figcaption>
      <b>${roleWords[block.role]}</b>
      <span class="how">${block.languageText}${optionWords(block).map((word) => html` · ${word}`)}</span>
    </figcaption>
    <pre class="values" hidden></pre>
    <pre tabindex="0"><code>${highlight(block.script, block.languageText)}</code></pre>
  </figure>`
}

/** Declared inputs, secrets left out, that a script names. */
function inputsIn(block: Block, { frontmatter }: Runbook): string[] {
  return Object.entries(frontmatter.inputs).flatMap(([name, { type }]) =>
    type !== 'secret' && new RegExp(`\\b${name}\\b`).test(block.script) ? [name] : [],
  )
}

function optionWords({ options }: Block): string[] {
  const { timeout, retries, every, on, cwd, as, file, first, post } = options
  return [
    ...(file === undefined ? [] : [`file ${file}`]),
    ...(timeout === undefined ? [] : [`at most ${duration(timeout)}`]),
    ...(every === undefined ? [] : [`every ${duration(every)}`]),
    ...(retries === undefined ? [] : [counted(retries, 'retry', 'retries')]),
    ...(on === undefined ? [] : [`on ${on}`]),
    ...(as === undefined ? [] : [`as ${as}`]),
    ...(cwd === undefined ? [] : [`in ${cwd}`]),
    ...(first === true ? ['tried first'] : []),
    ...(post === undefined ? [] : [`posted to ${post}`]),
  ]
}

/** What the block above must show. */
export function expectationHtml({ must, within, every }: Expectation): Html {
  const bounds = [
    ...(within === undefined ? [] : [`within ${duration(within)}`]),
    ...(every === undefined ? [] : [`tried every ${duration(every)}`]),
  ]
  return html`<figure class="expect">
    <figcaption>
      <b>expected</b>${bounds.length > 0 && html` <span class="how">${bounds.join(', ')}</span>`}
    </figcaption>
    <pre tabindex="0"><code>${mustText(must)}</code></pre>
  </figure>`
}

function mustText(must: Expectation['must']): string {
  if (must.kind === 'conditions') return must.conditions.map(({ text }) => text).join('\n')
  return must.kind === 'json' ? must.text : must.lines.join('\n')
}

/** A fence that is shown and never runs. */
export function sampleHtml(
  { text, language }: Pick<Sample, 'text' | 'language'>,
  highlight: Highlight,
): Html {
  return html`<figure class="sample">
    <pre tabindex="0"><code>${highlight(text, language)}</code></pre>
  </figure>`
}

const gateWords: Readonly<Record<Gate['asks'], (gate: Gate) => Piece>> = {
  yes: () => 'The run asks before it goes on.',
  name: ({ typed }) => html`The run asks for <code>${typed}</code> to be typed before it goes on.`,
  'two-people': () => 'The run asks a second person before it goes on.',
  post: () => 'The run asks before it is posted.',
  nothing: () => undefined,
}

const gateNames: Readonly<Record<Gate['kind'], string>> = {
  warning: 'Warning',
  caution: 'Caution',
  important: 'Important',
  message: 'Message',
}

/** An alert, and what it asks for; `prose` is its text as HTML. **Only if** stands in its text. */
export function gateHtml(gate: Gate, prose: Html): Html {
  const asks = gateWords[gate.asks](gate)
  return html`<div class="gate ${gate.kind}" role="note" aria-label="${gateNames[gate.kind]}">
    <p class="gate-name">${gateNames[gate.kind]}</p>
    ${prose}${asks !== undefined && html`<p class="gate-asks">${asks}</p>`}
  </div>`
}
