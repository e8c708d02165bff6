import type { Language, OutcomeWord, Role } from '../../model.ts'

/** What each word of the format means, in one sentence for a reader who has the cursor on it. */
export const roleMeaning: Readonly<Record<Role | 'expect', string>> = {
  read: 'looks and changes nothing: diagnosis and evidence',
  action: 'changes the world; an alert above it is its gate',
  verify: 'proves that the action took effect',
  expect: 'what the block above must show',
  rollback: 'undoes the action of this section',
  ask: 'answers the decision of this section',
  follow: 'a stream that does not end by itself',
  write: 'the fence is a file: it is written to `file`, with a backup',
  edit: 'the fence holds keys that are set in `file`, with a backup',
  message: 'a text to people; `$NAME` in it is filled in',
}

export const languageMeaning: Readonly<Partial<Record<Language, string>>> = {
  bash: 'runs under `bash -euo pipefail`',
  sh: 'runs under `sh -eu`',
  python: 'runs under Python 3',
  node: 'runs under Node',
  sql: 'runs through psql; inputs are its variables',
  http: 'one request, as in a REST client file',
  promql: 'an instant query; its value is the output',
  toml: 'a file in TOML',
  yaml: 'a file in YAML',
  json: 'a file, or an expectation, in JSON',
  ini: 'a file of keys in sections',
  text: 'plain text: an expectation line by line, or a message',
  markdown: 'a message in Markdown',
}

export const optionMeaning: Readonly<
  Record<string, { readonly means: string; readonly examples: readonly string[] }>
> = {
  timeout: { means: 'the block is stopped after this time', examples: ['30s', '2m'] },
  retries: { means: 'how often a failed block is tried again', examples: ['2'] },
  every: { means: 'the pause between two tries', examples: ['5s', '15s'] },
  within: { means: 'polls until it holds or this time is over', examples: ['30s', '2m', '5m'] },
  on: { means: 'the target that the block runs on', examples: [] },
  cwd: { means: 'the folder that the block runs in', examples: [] },
  as: { means: 'the user that the block runs as', examples: ['root', 'postgres'] },
  file: { means: 'the file that is written or edited', examples: [] },
  post: { means: 'the input with the address that the message is posted to', examples: [] },
  first: { means: 'tried before the action: if it holds, the action is not needed', examples: [] },
}

export const outcomeMeaning: Readonly<Record<OutcomeWord, string>> = {
  resolved: 'the run ends here, and all is well',
  escalate: 'the run ends here, and somebody else takes over',
  stop: 'the run ends here, with nothing more to do',
}

export const alertMeaning: Readonly<Record<string, string>> = {
  WARNING: 'the operator must confirm',
  CAUTION: 'destructive: the operator types the name of what is destroyed',
  IMPORTANT: 'with **Two people** in it, somebody else must approve',
}

/** Bold words in an alert. */
export const gateMeaning: Readonly<Record<string, string>> = {
  'Only if': 'what must hold before anybody may pass',
  'Two people': 'somebody else must approve',
}

export const labelMeaning: Readonly<Record<string, string>> = {
  Action: 'what is done',
  Verification: 'how to see that it took effect',
  Rollback: 'how to undo it',
  Message: 'what people are told',
  'Side by side': 'the `read` blocks of this section run at the same time',
  Mitigated: 'from here on users are no longer affected',
}

/** Labels that go by the clock: a duration stands in the bold text. */
export const clockMeaning: Readonly<Record<string, string>> = {
  'Every 30m': 'a reminder, again and again',
  'After 15m': 'a reminder, once',
  'Within 15m': 'a time box: what has to be reached, and how long that may take',
}

/** What the engine sets for every block. */
export const engineNames: Readonly<Record<string, string>> = {
  RUNBOOK_OUTPUT: 'append `name=value` to this file to hand a value on',
  RUNBOOK_RUN_ID: 'the id of the run',
  RUNBOOK_SECTION: 'the section that runs',
  RUNBOOK_ATTEMPT: 'the number of the attempt',
}
