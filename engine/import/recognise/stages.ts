import { withoutNumber } from './roles.ts'

/** The stages of dealing with an incident or a change, in their order. */
const stages: readonly RegExp[] = [
  /^(?:overview|context|summary|introduction|alert)$/,
  /^(?:pre-?\w*|prepar\w*|freeze|setup|access|requirements|planning|before)$/,
  /^(?:detect\w*|symptoms?|identif\w*|classif\w*|declar\w*|acknowledg\w*|signals?)$/,
  /^(?:diagnos\w*|investigat\w*|triage|checks?|assess\w*|analy\w*|troubleshoot\w*|inspect\w*|confirm\w*)$/,
  /^(?:mitigat\w*|contain\w*|isolat\w*|resol\w*|remediat\w*|respon[ds]\w*|fix(?:es)?|implement\w*|execut\w*|eradicat\w*|deploy\w*|rollout|migrat\w*|upgrad\w*|recover\w*|restor\w*|immediate|solutions?|repair)$/,
  /^(?:verif\w*|validat\w*|smoke|tests?|testing|acceptance|monitor\w*)$/,
  /^(?:communicat\w*|post\w*|follow\w*|clean\w*|lessons|escalat\w*|document\w*|notif\w*|review|prevent\w*|after\w*|closure|closing|hand\w*|close)$/,
]

const generic =
  /\b(?:steps?|procedures?|actions?|tasks?|phase|stage|checklist|process|plan|guide|section|workflow|template|the|and|first|initial|quick|issue|problem|incident|detailed)\b|&|\([^)]*\)/g

/**
 * The stage that a short heading stands for, by its last word or its first: `Initial assessment`, `Recovery verification`,
 * `Post-incident tasks`. Nothing for a heading that says what is done to what.
 */
export function stageOf(title: string): number | undefined {
  const plain = withoutNumber(title).toLowerCase()
  const words =
    plain
      .replace(/\bpost[- ]/g, 'post')
      .replaceAll(generic, ' ')
      .match(/[\p{L}-]+/gu) ?? []
  if (words.length === 0 || words.length > 2) return undefined
  return stageOfWord(words.at(-1)) ?? (words.length === 1 ? undefined : stageOfWord(words[0]))
}

function stageOfWord(word = ''): number | undefined {
  const at = stages.findIndex((shape) => shape.test(word))
  return at < 0 ? undefined : at
}
