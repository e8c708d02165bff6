const watcherKeys = ['  Ctrl-C  leaves; nothing of the run is touched']
const operatorKeys = [
  '  s  suspends the run, with a note for whoever goes on',
  '  Ctrl-C  asks what to do; twice stops the command and suspends the run',
]

/** What every key does; what the question at hand explains stands above it. */
export function helpLines(explain: readonly string[], watching: boolean): string[] {
  return [
    ...(explain.length === 0 ? [] : ['this question', ...explain, '']),
    'everywhere, unless a question takes the key itself',
    '  ?  this help',
    '  /  the runbook, to read and to search in',
    '  v  all output of the command that runs or ran last: scroll, search, save',
    '  t  the timeline: what happened so far',
    '  o  this section in $PAGER or $EDITOR',
    '  c  copies the command (by the terminal: OSC 52)',
    ...(watching ? watcherKeys : operatorKeys),
    '  arrows, PgUp, PgDn  scroll the live output',
    '',
    'on a page like this one',
    '  arrows, PgUp, PgDn, Home, End  scroll',
    '  /  search, n and N the next and the last hit; w saves an output',
    '  Esc or q  back',
    '',
    'Enter alone is never a yes. What is pasted, or typed before a question stands, is no answer.',
  ]
}
