import type { Edge, Runbook, Target } from '../engine/model.ts'

/** Where an edge leads, in the words of the page: a section's title, another file, an outcome. Untrusted text. */
export function targetText(target: Target, runbook: Runbook): string {
  switch (target.kind) {
    case 'section':
      return runbook.sections.find((section) => section.id === target.id)?.title ?? target.id
    case 'runbook':
      return `the runbook ${target.href}`
    case 'outcome':
      return target.to === undefined ? target.outcome : `${target.outcome} to ${target.to}`
    case 'unknown':
      return target.text
  }
}

/** As {@link targetText}, with the bound, and with what happens before it is taken. */
export function edgeText(edge: Edge, runbook: Runbook): string {
  const bound = edge.atMost === undefined ? '' : ` (at most ${edge.atMost} times)`
  const undo = edge.undo ? ', after what this section did is undone' : ''
  return `${targetText(edge.target, runbook)}${bound}${undo}`
}
