import type { LogPattern } from '../../../engine/model.ts'
import { duration } from '../../duration.ts'
import { html } from '../html.ts'
import { between } from '../links.ts'
import { recordPath } from '../record.ts'
import { dueDate, provenHtml, reviewed } from '../standing.ts'
import type { Fragment } from '../types.ts'
import { clicks } from './clicks.ts'
import { coverage } from './coverage.ts'
import { incidents } from './incidents.ts'
import type { IndexPage } from './index-page.ts'
import { byWord, runbookLink, table } from './list.ts'

function byWords(
  path: string,
  title: string,
  lead: string,
  head: string,
  words: (fragment: Fragment) => readonly string[],
): IndexPage {
  return {
    path,
    title,
    lead,
    content: ({ fragments }, from) =>
      table(
        title,
        [head, 'Runbook', 'Severity', 'Target'],
        byWord(fragments, words).flatMap(([word, members]) =>
          members.map((member) => [
            word,
            runbookLink(member, from),
            member.frontmatter.severity,
            member.frontmatter.mttr === undefined ? undefined : duration(member.frontmatter.mttr),
          ]),
        ),
      ),
    isEmpty: ({ fragments }) => fragments.every((fragment) => words(fragment).length === 0),
  }
}

const given = (word: string | undefined): string[] => (word === undefined ? [] : [word])

const escalation: IndexPage = {
  path: 'escalation.html',
  title: 'Escalation',
  lead: 'Whom to tell, when, and what they may decide.',
  content: ({ fragments }, from) =>
    table(
      'Escalation',
      ['To', 'After', 'May decide', 'Runbook', 'Severity'],
      byWord(fragments, ({ frontmatter }) => [...new Set(frontmatter.escalate.map(({ to }) => to))]).flatMap(
        ([to, members]) =>
          members.flatMap((member) =>
            member.frontmatter.escalate
              .filter((level) => level.to === to)
              .map(({ after, authority }) => [
                to,
                after === undefined ? 'when it fails' : duration(after),
                authority,
                runbookLink(member, from),
                member.frontmatter.severity,
              ]),
          ),
      ),
    ),
  isEmpty: ({ fragments }) => fragments.every(({ frontmatter }) => frontmatter.escalate.length === 0),
}

/** What is to be done about a fault, in words; see the format. */
const strategyWords: Readonly<Record<LogPattern['strategy'], string>> = {
  retry: 'try again',
  fallback: 'something else does the work meanwhile',
  partial: 'use the part that is there',
  continue: 'go on without it',
  intervene: 'somebody has to act',
  restart: 'start anew',
}

const logs: IndexPage = {
  path: 'logs.html',
  title: 'Log lines',
  lead: 'What a log says, and what mends it. `runbook find --log FILE` looks through a whole log.',
  content: ({ fragments }, from) =>
    table(
      'Log lines',
      ['Line', 'What to do', 'Runbook', 'Note'],
      fragments.flatMap((fragment) =>
        fragment.frontmatter.logs.map(({ match, strategy, note }) => [
          html`<code>${match}</code>`,
          strategyWords[strategy],
          runbookLink(fragment, from),
          note,
        ]),
      ),
    ),
  isEmpty: ({ fragments }) => fragments.every(({ frontmatter }) => frontmatter.logs.length === 0),
}

const cadence: IndexPage = {
  path: 'schedule.html',
  title: 'Schedule',
  lead: 'What is done again and again. `runbook due` says what is due on a machine.',
  content: ({ fragments }, from) =>
    table(
      'Schedule',
      ['When', 'Runbook', 'Owner', 'Target'],
      byWord(fragments, ({ frontmatter }) => given(frontmatter.cadence)).flatMap(([when, members]) =>
        members.map((member) => [
          when,
          runbookLink(member, from),
          member.frontmatter.owner,
          member.frontmatter.mttr === undefined ? undefined : duration(member.frontmatter.mttr),
        ]),
      ),
    ),
  isEmpty: ({ fragments }) => fragments.every(({ frontmatter }) => frontmatter.cadence === undefined),
}

const inputs: IndexPage = {
  path: 'inputs.html',
  title: 'Inputs',
  lead: 'What runbooks want to know, and which of them do.',
  content: ({ fragments }, from) =>
    table(
      'Inputs',
      ['Input', 'Type', 'Description', 'Runbook'],
      byWord(fragments, ({ frontmatter }) => Object.keys(frontmatter.inputs)).flatMap(([name, members]) =>
        members.map((member) => {
          const declaration = member.frontmatter.inputs[name]
          return [
            html`<code>${name}</code>`,
            declaration?.type,
            declaration?.description,
            runbookLink(member, from),
          ]
        }),
      ),
    ),
  isEmpty: ({ fragments }) =>
    fragments.every(({ frontmatter }) => Object.keys(frontmatter.inputs).length === 0),
}

const due: IndexPage = {
  path: 'due.html',
  title: 'Due',
  lead: 'When each runbook was read and proven last. What is most overdue comes first.',
  content: (view, from) =>
    table(
      'Due',
      ['Runbook', 'Owner', 'Reviewed', 'Last proven'],
      [...view.fragments]
        .sort((a, b) => ((dueDate(a.frontmatter) ?? '9') < (dueDate(b.frontmatter) ?? '9') ? -1 : 1))
        .map((fragment) => {
          const standing = view.standingOf(fragment)
          return [
            runbookLink(fragment, from),
            fragment.frontmatter.owner,
            reviewed(fragment.frontmatter, standing) ?? html`<strong class="bad">never</strong>`,
            provenHtml(standing),
          ]
        }),
    ),
  isEmpty: ({ fragments }) => fragments.length === 0,
}

const changes: IndexPage = {
  path: 'changes.html',
  title: 'Changes',
  lead: 'What was changed in the runbooks, newest first.',
  content: (view, from) =>
    table(
      'Changes',
      ['Date', 'Runbook', 'What'],
      view.changes.map(({ date, subject, fragment }) => [date, runbookLink(fragment, from), subject]),
    ),
  isEmpty: ({ changes: found }) => found.length === 0,
}

const records: IndexPage = {
  path: 'runs.html',
  title: 'Runs',
  lead: 'Records of runs, newest first.',
  content: (view, from) =>
    table(
      'Runs',
      ['Run', 'Runbook', 'Began (UTC)', 'Result'],
      view.records.map((record) => [
        html`<a href="${between(from, recordPath(record))}">${record.run}</a>`,
        record.title,
        record.at.slice(0, 16).replace('T', ' '),
        record.result,
      ]),
    ),
  isEmpty: (view) => view.records.length === 0,
}

const library: IndexPage = {
  path: 'runbooks.html',
  title: 'All',
  lead: 'Every runbook, by id.',
  content: ({ fragments }, from) =>
    table(
      'Runbooks',
      ['Runbook', 'Summary', 'Service', 'Severity'],
      fragments.map((fragment) => [
        runbookLink(fragment, from),
        fragment.frontmatter.summary,
        fragment.frontmatter.service,
        fragment.frontmatter.severity,
      ]),
    ),
  isEmpty: () => false,
}

/** Every index, in the order of the navigation. */
export const indexPages: readonly IndexPage[] = [
  library,
  byWords(
    'symptoms.html',
    'Symptoms',
    'What you see, and what mends it.',
    'Symptom',
    ({ frontmatter }) => frontmatter.symptoms,
  ),
  byWords(
    'alerts.html',
    'Alerts',
    'The alert that fired, and what mends it.',
    'Alert',
    ({ frontmatter }) => frontmatter.alerts,
  ),
  byWords(
    'services.html',
    'Services',
    'Every service, and what is written for it.',
    'Service',
    ({ frontmatter }) => given(frontmatter.service),
  ),
  byWords('owners.html', 'Owners', 'Who keeps what.', 'Owner', ({ frontmatter }) => given(frontmatter.owner)),
  logs,
  escalation,
  cadence,
  incidents,
  inputs,
  due,
  coverage,
  clicks,
  records,
  changes,
]
