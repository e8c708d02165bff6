import type { Frontmatter, InputDeclaration } from '../../../engine/model.ts'
import { duration } from '../../duration.ts'
import { html, type Html, type Piece } from '../html.ts'
import { provenHtml, reviewed } from '../standing.ts'
import type { Fragment, Standing } from '../types.ts'

/** The head of a runbook's page: what it is for, how grave, who owns it, and whether it is still trusted. */
export function cardHtml({ title, frontmatter }: Fragment, standing: Standing): Html {
  const { id, summary, severity } = frontmatter
  return html`<div class="title">
      <p class="id">
        ${id}${severity !== undefined && html` <span class="severity ${severity}">${severity}</span>`}
      </p>
      <h1>${title}</h1>
      ${summary !== undefined && html`<p class="summary">${summary}</p>`}
    </div>
    <dl class="card">
      ${factsOf(frontmatter, standing).map(
        ([name, value]) =>
          html`<div>
            <dt>${name}</dt>
            <dd>${value}</dd>
          </div>`,
      )}
    </dl>
    <p class="command">
      <code>runbook run ${id}</code> <span class="how">or dry, without touching anything:</span>
      <code>runbook run ${id} --dry-run</code>
    </p>
    ${inputsHtml(frontmatter.inputs)}`
}

function factsOf(frontmatter: Frontmatter, standing: Standing): [string, Piece][] {
  const { mttr, service, owner, alerts, symptoms, requires, cadence } = frontmatter
  return [
    ...fact('Target', mttr === undefined ? undefined : duration(mttr)),
    ...fact('Service', service),
    ...fact('Owner', owner),
    ...fact('Escalates to', escalationHtml(frontmatter)),
    ...fact('Alerts', listed(alerts)),
    ...fact('Symptoms', listed(symptoms)),
    ...fact('Needs', listed(requires)),
    ...fact('Done', cadence),
    ...fact('Reviewed', reviewed(frontmatter, standing)),
    ...fact('Last proven', provenHtml(standing)),
    ...fact('Changed', standing.changed?.date),
  ]
}

function fact(name: string, value: Piece): [string, Piece][] {
  return value === undefined ? [] : [[name, value]]
}

/** Every level: to whom, after how long, and what it may decide. */
function escalationHtml({ escalate }: Frontmatter): Html | undefined {
  if (escalate.length === 0) return undefined
  const levels = escalate.map(
    ({ to, after, authority }) =>
      html`<li>
        ${to}${after !== undefined && `, after ${duration(after)}`}${authority !== undefined && html` <span class="how">${authority}</span>`}
      </li>`,
  )
  return html`<ul>
    ${levels}
  </ul>`
}

function listed(words: readonly string[]): Html | undefined {
  return words.length === 0
    ? undefined
    : html`<ul>
        ${words.map((word) => html`<li>${word}</li>`)}
      </ul>`
}

/** A form that fills the commands of this page; what is typed stays in the page. Secrets are never asked for. */
function inputsHtml(inputs: Frontmatter['inputs']): Html | undefined {
  const entries = Object.entries(inputs)
  if (entries.length === 0) return undefined
  return html`<details class="inputs" open>
    <summary>Inputs</summary>
    <p class="how">
      What you type here is set in front of the commands below. It never leaves this page and is not kept.
    </p>
    <div class="fields">${entries.map(([name, declaration]) => inputHtml(name, declaration))}</div>
  </details>`
}

function inputHtml(name: string, declaration: InputDeclaration): Html {
  const { description, default: usual, type } = declaration
  const label = html`<span class="name">${name}</span
    >${description !== undefined && html` <span class="how">${description}</span>`}`
  if (type === 'secret')
    return html`<p class="field">
      ${label} <span class="how">Secret: give it in the environment, in a file or at the prompt.</span>
    </p>`
  return html`<label class="field">${label}${fieldHtml(name, declaration, usual ?? '')}</label>`
}

function fieldHtml(name: string, { type, choices }: InputDeclaration, usual: string): Html {
  if (choices === undefined)
    return html`<input
      type="text"
      data-input="${name}"
      data-default="${usual}"
      placeholder="${usual === '' ? type : usual}"
      autocomplete="off"
      spellcheck="false"
    />`
  return html`<select data-input="${name}" data-default="${usual}">
    <option value="">${usual === '' ? 'choose' : `${usual} (default)`}</option>
    ${choices.filter((choice) => choice !== usual).map((choice) => html`<option>${choice}</option>`)}
  </select>`
}
