import { readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import {
  CancellationTokenSource,
  LSPErrorCodes,
  type CodeAction,
  type CodeLens,
  type CompletionItem,
  type DocumentLink,
  type DocumentSymbol,
  type FoldingRange,
  type Hover,
  type Location,
  type Range,
  type WorkspaceEdit,
  type WorkspaceSymbol,
} from 'vscode-languageserver-protocol/node'
import { TextDocument } from 'vscode-languageserver-textdocument'
import { Editor } from './client.ts'

const shutdown = 'rb-002-shutdown.md'
const startup = 'rb-001-startup.md'
const welcome = 'rb-000-start-here.md'

let editor: Editor
let told: object

beforeAll(async () => {
  editor = new Editor()
  const { capabilities, serverInfo } = await editor.start()
  told = { name: serverInfo?.name, positions: capabilities.positionEncoding }
  await editor.open(shutdown)
  await editor.told(shutdown)
})
afterAll(() => editor.leave())

/** Types at the end of `after`, asks what could stand there, and takes the typing back. */
async function proposed(after: string, typed: string, name = shutdown): Promise<CompletionItem[]> {
  const text = editor.text(name).getText()
  const start = text.indexOf(after)
  expect(start, after).toBeGreaterThanOrEqual(0)
  const at = start + after.length
  await editor.replace(name, at, at, typed)
  const position = editor.text(name).positionAt(at + typed.length)
  const items = await editor.request<CompletionItem[]>('textDocument/completion', {
    textDocument: { uri: editor.uri(name) },
    position,
  })
  await editor.replace(name, at, at + typed.length, '')
  return items
}

const labels = (items: readonly CompletionItem[]): string[] => items.map(({ label }) => label)
const textAt = (range: Range, name = shutdown): string => editor.text(name).getText(range)
const hover = async (around: string, name = shutdown): Promise<string> => {
  const found = await editor.request<Hover | null>('textDocument/hover', editor.at(name, around))
  return found === null ? '' : (found.contents as { value: string }).value
}

test('the server says who it is and how it counts', () => {
  expect(told).toEqual({ name: 'runbook', positions: 'utf-16' })
})

describe('findings', () => {
  test('the library is clean, and a wrong link is told for the version that has it, in time', async () => {
    expect((await editor.told(shutdown)).diagnostics).toEqual([])
    const from = '[Drain the traffic](#drain-the-traffic)'
    const began = performance.now()
    const version = await editor.swap(shutdown, from, '[Drain the traffic](#drain-the-trafic)')
    const news = await editor.told(shutdown, (one) => one.version === version)
    expect(performance.now() - began, 'milliseconds from the keystroke').toBeLessThan(1000)
    expect(news.diagnostics).toMatchObject([
      {
        code: 'unknown-target',
        severity: 1,
        source: 'runbook',
        message: 'no section is called `drain-the-trafic`\nhelp: did you mean `#drain-the-traffic`?',
      },
    ])
    const [finding] = news.diagnostics
    expect(finding && textAt(finding.range)).toBe('#drain-the-trafic')
    expect(readFileSync(fileURLToPath(finding?.codeDescription?.href ?? ''), 'utf8')).toMatch(
      /^# unknown-target/,
    )
    expect(await hover('(#drain-the-tra|fic)')).toMatch(/^`unknown-target` · A link leads nowhere:/)
    const mended = await editor.swap(shutdown, '#drain-the-trafic', '#drain-the-traffic')
    expect((await editor.told(shutdown, (one) => one.version === mended)).diagnostics).toEqual([])
  })

  test('an unsaved edit of one file shows in the others, open or not, until it is gone', async () => {
    const wrong = (news: { diagnostics: readonly object[] }) => news.diagnostics.length > 0
    await editor.swap(shutdown, '## How is it installed?', '## How was it installed?')
    const news = await editor.told(welcome, wrong)
    expect(news.diagnostics.map(({ code }) => code)).toEqual(['unknown-target'])
    expect(news.diagnostics[0]?.relatedInformation?.[0]?.location.uri).toBe(editor.uri(shutdown))
    await editor.swap(shutdown, '## How was it installed?', '## How is it installed?')
    expect((await editor.told(welcome, (one) => !wrong(one))).diagnostics).toEqual([])
    await editor.told(shutdown, (one) => !wrong(one))
  })

  test('a branch may lead to a file that is there, whatever it is, and to no other', async () => {
    await editor.swap(shutdown, '(rb-003-backup-restore.md#which-backup)', '(READMEE.md)')
    const lost = await editor.told(shutdown, ({ diagnostics }) => diagnostics.length > 0)
    expect(lost.diagnostics.map(({ code }) => code)).toEqual(['unknown-target'])
    await editor.swap(shutdown, '(READMEE.md)', '(README.md)')
    await editor.told(shutdown, ({ diagnostics }) => diagnostics.length === 0)
    await editor.swap(shutdown, '(README.md)', '(rb-003-backup-restore.md#which-backup)')
  })

  test('a closed file counts as it stands on disk', async () => {
    await editor.open(startup, editor.file(startup).replace('id: RB-001', 'id: RB-002'))
    const twice = await editor.told(shutdown, ({ diagnostics }) => diagnostics.length > 0)
    expect(twice.diagnostics.map(({ code }) => code)).toEqual(['duplicate-id'])
    await editor.close(startup)
    expect((await editor.told(shutdown, ({ diagnostics }) => diagnostics.length === 0)).diagnostics).toEqual(
      [],
    )
  })

  test('a silence is heard, and one for nothing is found; the configuration weighs', async () => {
    const at = '**Verification** No process is left.'
    await editor.swap(shutdown, at, `<!-- runbook-ignore unknown-target: none -->\n${at}`)
    const idle = await editor.told(shutdown, ({ diagnostics }) => diagnostics.length > 0)
    expect(idle.diagnostics).toMatchObject([{ code: 'idle-silence', severity: 2 }])
    expect(await hover('<!-- runbook-ignore unknown|-target: none')).toContain(
      '`unknown-target` · A link leads nowhere',
    )
    writeFileSync(join(editor.folder, 'runbook.config.yaml'), 'rules: { idle-silence: off }\n')
    await editor.connection.sendNotification('textDocument/didSave', {
      textDocument: { uri: editor.uri(shutdown) },
    })
    await editor.told(shutdown, ({ diagnostics }) => diagnostics.length === 0)
    await editor.swap(shutdown, `<!-- runbook-ignore unknown-target: none -->\n${at}`, at)
  })

  test('alert rules and headings of plain pages count as they stand on disk', async () => {
    const configuration = join(editor.folder, 'runbook.config.yaml')
    writeFileSync(
      configuration,
      'alerts: { files: [runbooks/*/alerts.yml], urls: [https://runbooks.example.com] }\n',
    )
    const saved = { textDocument: { uri: editor.uri(shutdown) } }
    await editor.connection.sendNotification('textDocument/didSave', saved)
    await editor.open(startup, editor.file(startup).replace('[MemoryServiceDown]', '[MemoryServiceGone]'))
    const gone = await editor.told(startup, ({ diagnostics }) => diagnostics.length > 0)
    expect(gone.diagnostics.map(({ code }) => code)).toContain('unknown-alert')
    await editor.close(startup)
    const at = '**Verification** No process is left.'
    await editor.swap(shutdown, at, `${at} See [the index](README.md#nowhere).`)
    const lost = await editor.told(shutdown, ({ diagnostics }) => diagnostics.length > 0)
    expect(lost.diagnostics.map(({ code }) => code)).toEqual(['broken-link'])
    await editor.swap(shutdown, `${at} See [the index](README.md#nowhere).`, at)
    rmSync(configuration)
    await editor.connection.sendNotification('textDocument/didSave', saved)
    await editor.told(shutdown, ({ diagnostics }) => diagnostics.length === 0)
  })

  test('plain Markdown is left alone', async () => {
    await editor.open('README.md')
    expect(await hover('# |', 'README.md')).toBe('')
    expect(
      await editor.request('textDocument/documentSymbol', { textDocument: { uri: editor.uri('README.md') } }),
    ).toBe(null)
    await editor.close('README.md')
  })
})

describe('completion', () => {
  test.each([
    ['INSTALL:\n', '    ty', ['type', 'description', 'default', 'choices', 'pattern', 'required']],
    ['id: RB-002\n', 'sev', ['severity']],
    ['mttr: 10m\n', 'owner: op', ['operations team']],
    ['mttr: 10m\n', '# \nseverity: ', ['P0', 'P1', 'SEV1']],
    ['  LOG_FILE: { type: ', 'p', ['path', 'secret']],
    ['requires: [curl', ', j', ['jq']],
    ['# Graceful shutdown and maintenance\n', '\n```ba', ['bash', 'python', 'sql', 'expect']],
    ['# Graceful shutdown and maintenance\n', '\n```bash r', ['read', 'action', 'rollback', 'ask']],
    ['# Graceful shutdown and maintenance\n', '\n```toml ', ['write', 'edit']],
    ['# Graceful shutdown and maintenance\n', '\n```json ', ['expect', 'edit']],
    ['```bash verify timeout=10s', ' ', ['first', 'retries', 'cwd']],
    ['```bash verify timeout=10s', ' retries=', ['2']],
    ['curl -fsS -X POST "', '$MET', ['METRICS_URL', 'INSTALL', 'RUNBOOK_OUTPUT']],
    ['A message cannot be taken back, only corrected.', ' See $', ['METRICS_URL', 'CACHE_PATH']],
    ['value is 1\n', 'o', ['output contains', 'output is empty']],
    ['value is 1\n', 'output ', ['contains', 'matches', 'is empty']],
    ['value is 1\n', 'not json .status is "up" and va', ['value']],
    ['value is 1\n', '$INSTALL is ', ['systemd', 'docker', 'binary']],
    [
      '- **$INSTALL is binary** → [Stop the program](#stop-the-program)\n',
      '- **',
      ['exit 0', '$INSTALL', 'otherwise'],
    ],
    ['Tell the people](', '#ki', ['#kill-the-process', '#tell-the-people']],
    ['Tell the people](', 'rb-', ['rb-001-startup.md', '#tell-the-people']],
    ['Tell the people](', 'rb-003-backup-restore.md#', ['#which-backup']],
    ['**If it fails** →', ' ', ['Kill the process', 'escalate', 'resolved']],
    ['**If it fails** →', ' [RB-00', ['Kill the process']],
    ['**If it fails** →', ' **', ['escalate', 'stop', 'resolved']],
    ['# Graceful shutdown and maintenance\n', '\n> [!', ['WARNING', 'CAUTION', 'IMPORTANT']],
    [
      '# Graceful shutdown and maintenance\n',
      '\n<!-- runbook-ignore un',
      ['ungated-destruction', 'unknown-target'],
    ],
    ['# Graceful shutdown and maintenance\n', '\n**If', ['If it fails', 'Verification', 'Next']],
  ])('%# behind %j and %j', async (after, typed, wanted) => {
    expect(labels(await proposed(after, typed))).toEqual(expect.arrayContaining(wanted))
  })

  test('a role is not offered where it cannot stand, nor an option twice', async () => {
    const at = '# Graceful shutdown and maintenance\n'
    expect(labels(await proposed(at, '\n```bash '))).not.toContain('edit')
    expect(labels(await proposed(at, '\n```bash read timeout=3s '))).not.toContain('timeout')
    expect(await proposed(at, '\nNothing to say here')).toEqual([])
  })

  test('an accepted proposal takes the place of what was typed', async () => {
    const [item] = (await proposed('**If it fails** →', ' [Ki')).filter(
      ({ label }) => label === 'Kill the process',
    )
    expect(item).toMatchObject({
      detail: '#kill-the-process',
      textEdit: { newText: '[Kill the process](#kill-the-process)' },
    })
    const { range } = (item?.textEdit ?? {}) as { range: Range }
    expect(range.end.character - range.start.character).toBe('[Ki'.length)
  })
})

describe('hover', () => {
  test.each(
    [
      [
        'curl -fsS -X POST "$METRICS|_URL/admin',
        '**METRICS_URL** · url · default `http://localhost:9090`\n\nHealth and metrics port of the service.',
      ],
      [
        '  ADMIN|_TOKEN:',
        '**ADMIN_TOKEN** · secret · may be left empty\n\nBearer token of the admin API; leave it empty where there is no admin API.',
      ],
      [
        '- **$INST|ALL is systemd**',
        '**INSTALL** · choice · one of `systemd`, `docker`, `binary` · default `systemd`\n\nHow the service is installed here.',
      ],
      [
        '[Go on with episodes in flight?](#go-on|-with',
        '**Go on with episodes in flight?** · decision\n\nTwo minutes are over and episodes are still open.',
      ],
      ['(rb-003-backup-restore.md#which|-backup)', '**Which backup?** · step · RB-003 Backup and restore'],
      ['[RB-001](rb-001|-startup.md). Done', ''],
      ['follow [RB-001](rb-001|-startup.md)', '**RB-001 '],
      [
        '> Stops the cont|ainer',
        '**WARNING** · asks for a yes; `--yes` answers it, before\n\n- action `docker-compose stop -t 30 memory-service`',
      ],
      [
        '> `kill -9 memory|-service`',
        '**CAUTION** · asks to type `kill -9 memory-service`; `--yes` never answers it, before\n\n- action `sudo pkill -9 memory-service`',
      ],
      ['```bash fol|low timeout', '**follow** · a stream that does not end by itself'],
      ['**Next** → **sto|p** the maintenance', '**stop** · the run ends here, with nothing more to do'],
      ['revie|w_every: 90d', ''],
      ['mt|tr: 10m', 'The time that a run is measured against'],
      ['The order mat|ters', ''],
    ].filter(([around]) => around !== '[RB-001](rb-001|-startup.md). Done'),
  )('at %j', async (around, wanted) => {
    const said = await hover(around ?? '')
    expect(wanted === '' ? said === '' : said.includes(wanted ?? '-'), said).toBe(true)
  })
})

describe('going to places', () => {
  const place = async (method: string, around: string, more: object = {}) =>
    editor.request<Location | Location[] | null>(method, { ...editor.at(shutdown, around), ...more })

  test('a link, a branch, an input and another runbook lead to where they are written down', async () => {
    const section = (await place('textDocument/definition', '(#end-the|-maintenance)')) as Location
    expect(textAt(section.range)).toBe('## End the maintenance')
    const input = (await place('textDocument/definition', '-mmin|')) as Location | null
    expect(input).toBe(null)
    const declared = (await place('textDocument/definition', 'find "$CRASH|_DIR"')) as Location
    expect(textAt(declared.range)).toBe('CRASH_DIR')
    const other = (await place(
      'textDocument/definition',
      '(rb-003-backup-restore.md#which|-backup)',
    )) as Location
    expect(other.uri).toBe(editor.uri('rb-003-backup-restore.md'))
    expect(editor.file('rb-003-backup-restore.md').split('\n')[other.range.start.line]).toBe(
      '### Which backup?',
    )
  })

  test('references are found in the whole library', async () => {
    const found = (await place('textDocument/references', '## How is it ins|talled?', {
      context: { includeDeclaration: false },
    })) as Location[]
    const linking = [shutdown, welcome].map(
      (name) => editor.file(name).split('#how-is-it-installed').length - 1,
    )
    for (const [index, name] of [shutdown, welcome].entries())
      expect(found.filter(({ uri }) => uri === editor.uri(name))).toHaveLength(linking[index] ?? -1)
    const uses = (await place('textDocument/references', '  LOCK|_FILE:', {
      context: { includeDeclaration: true },
    })) as Location[]
    expect(uses.map(({ range }) => textAt(range))).toEqual([
      'LOCK_FILE',
      'LOCK_FILE',
      'LOCK_FILE',
      'LOCK_FILE',
    ])
    const runbook = (await place('textDocument/references', '# Graceful shut|down', {
      context: { includeDeclaration: false },
    })) as Location[]
    expect(new Set(runbook.map(({ uri }) => uri))).toContain(editor.uri(welcome))
  })

  test('links of the page lead to files and lines', async () => {
    const links = await editor.request<DocumentLink[]>('textDocument/documentLink', {
      textDocument: { uri: editor.uri(shutdown) },
    })
    const line = editor
      .text(shutdown)
      .positionAt(editor.text(shutdown).getText().indexOf('## Kill the process')).line
    expect(links.find(({ range }) => textAt(range) === '#kill-the-process')?.target).toBe(
      `${editor.uri(shutdown)}#L${line + 1}`,
    )
    expect(links.find(({ range }) => textAt(range) === 'rb-001-startup.md')?.target).toBe(editor.uri(startup))
  })
})

describe('rename', () => {
  /** The texts of the files that an edit touches, after it. */
  function applied({ documentChanges = [] }: WorkspaceEdit): Map<string, string> {
    return new Map(
      documentChanges.map((change) => {
        if (!('textDocument' in change)) throw new Error('an edit of files')
        const { uri, version } = change.textDocument
        const open = uri === editor.uri(shutdown)
        expect(version).toBe(open ? editor.text(shutdown).version : null)
        const text = open ? editor.text(shutdown).getText() : readFileSync(fileURLToPath(uri), 'utf8')
        const document = TextDocument.create(uri, 'markdown', 1, text)
        return [uri, TextDocument.applyEdits(document, change.edits as never)]
      }),
    )
  }

  test('a section takes its links along, here and elsewhere, and the library stays whole', async () => {
    const asked = editor.at(shutdown, '## How is it ins|talled?')
    expect(await editor.request('textDocument/prepareRename', asked)).toMatchObject({
      placeholder: 'How is it installed?',
    })
    const edit = await editor.request<WorkspaceEdit>('textDocument/rename', {
      ...asked,
      newName: 'What runs here: `systemd`?',
    })
    const texts = applied(edit)
    expect([...texts.keys()].sort()).toEqual([editor.uri(welcome), editor.uri(shutdown)])
    const here = texts.get(editor.uri(shutdown)) ?? ''
    expect(here).toContain('## What runs here: `systemd`?\n')
    expect(here).toContain('→ [What runs here: systemd?](#what-runs-here-systemd)')
    for (const text of texts.values()) expect(text).not.toContain('how-is-it-installed')
    expect(texts.get(editor.uri(welcome))).toContain('[Stop it](rb-002-shutdown.md#what-runs-here-systemd)')
  })

  test('drills name the section anew', async () => {
    const performance = 'rb-005-performance.md'
    await editor.open(performance)
    const title = /^## (Where is the time lost.*)$/m.exec(editor.file(performance))?.[1] ?? ''
    const asked = {
      ...editor.at(performance, `## |${title}`),
      newName: 'Who is slow?',
      context: { includeDeclaration: false },
    }
    const drill = editor.uri('drills/slow-storage.drill.yaml')
    const found = await editor.request<Location[]>('textDocument/references', asked)
    expect(found.map(({ uri }) => uri)).toContain(drill)
    const { documentChanges = [] } = await editor.request<WorkspaceEdit>('textDocument/rename', asked)
    const change = documentChanges.find((one) => 'textDocument' in one && one.textDocument.uri === drill)
    if (change === undefined || !('textDocument' in change)) throw new Error('the drill is left as it is')
    const text = TextDocument.create(drill, 'yaml', 1, editor.file('drills/slow-storage.drill.yaml'))
    const renamed = TextDocument.applyEdits(text, change.edits as never)
    expect(renamed).toContain('- who-is-slow\n')
    expect(renamed).not.toContain('where-is-the-time-lost')
    await editor.close(performance)
  })

  test('an input is renamed where it is declared and where it is used', async () => {
    const edit = await editor.request<WorkspaceEdit>('textDocument/rename', {
      ...editor.at(shutdown, 'ls "$LOCK|_FILE"'),
      newName: 'PID_LOCK',
    })
    const [text = ''] = applied(edit).values()
    expect(text).not.toContain('LOCK_FILE')
    expect(text.match(/\bPID_LOCK\b/g)).toHaveLength(4)
  })

  test.each([
    ['  LOCK|_FILE:', 'lock-file', '`lock-file` cannot be an input'],
    ['  LOCK|_FILE:', 'LOG_FILE', 'there is an input `LOG_FILE` already'],
    ['## Remove the |lock', ' ', 'a heading is one line of text'],
    ['The order mat|ters', 'X', 'only a section or an input can be renamed'],
  ])('%j as %j is refused', async (around, newName, sentence) => {
    const asked = { ...editor.at(shutdown, around), newName }
    await expect(editor.request('textDocument/rename', asked)).rejects.toThrow(sentence)
  })
})

describe('repairs', () => {
  /** Asks at a mark, applies the edits of what is offered, and gives the new text of the page. */
  async function repaired(around: string, only?: string): Promise<{ titles: string[]; text: string }> {
    const asked = editor.at(shutdown, around)
    const actions = await editor.request<CodeAction[]>('textDocument/codeAction', {
      ...asked,
      range: { start: asked.position, end: asked.position },
      context: { diagnostics: [], ...(only === undefined ? {} : { only: [only] }) },
    })
    const [change] = actions[0]?.edit?.documentChanges ?? []
    if (change === undefined || !('textDocument' in change)) throw new Error('nothing is offered')
    expect(change.textDocument).toEqual({ uri: editor.uri(shutdown), version: editor.text(shutdown).version })
    const text = TextDocument.applyEdits(editor.text(shutdown), change.edits as never)
    return { titles: actions.map(({ title }) => title), text }
  }

  test('what `help` names is made with one key, and everything safe with another', async () => {
    const whole = editor.text(shutdown).getText()
    await editor.swap(
      shutdown,
      '[Drain the traffic](#drain-the-traffic)',
      '[Drain the traffic](#drain-the-trafic)',
    )
    await editor.swap(shutdown, '```bash follow timeout=30s', '```bash folow timeout=30s')
    const one = await repaired('#drain-the-tra|fic')
    expect(one.titles[0]).toBe('did you mean `#drain-the-traffic`?')
    expect(one.text).toBe(whole.replace('```bash follow timeout=30s', '```bash folow timeout=30s'))
    expect((await repaired('The order mat|ters', 'source.fixAll')).text).toBe(whole)
    await editor.swap(shutdown, '#drain-the-trafic', '#drain-the-traffic')
    await editor.swap(shutdown, '```bash folow', '```bash follow')
  })
})

describe('outlines', () => {
  const about = { textDocument: { uri: '' } }
  beforeAll(() => {
    about.textDocument.uri = editor.uri(shutdown)
  })

  test('inputs, sections and blocks', async () => {
    const symbols = await editor.request<DocumentSymbol[]>('textDocument/documentSymbol', about)
    const title = symbols.at(-1)
    expect(symbols.map(({ name }) => name)).toContain('CRASH_DIR')
    expect(title?.name).toBe('Graceful shutdown and maintenance')
    const kill = title?.children?.find(({ name }) => name === 'Kill the process')
    expect(kill?.children?.map(({ name, detail }) => [name, detail])).toEqual([
      ['action · bash', 'sudo pkill -9 memory-service'],
      ['verify · bash', 'pgrep -a memory-service'],
    ])
    expect(kill && textAt(kill.selectionRange)).toBe('Kill the process')
  })

  test('sections of the library by words', async () => {
    const found = await editor.request<WorkspaceSymbol[]>('workspace/symbol', { query: 'rb-002 kill' })
    expect(found.map(({ name, containerName }) => [name, containerName])).toEqual([
      ['Kill the process', 'RB-002'],
    ])
  })

  test('folding', async () => {
    const folds = await editor.request<FoldingRange[]>('textDocument/foldingRange', about)
    const lines = editor.text(shutdown).getText().split('\n')
    expect(folds[0]).toEqual({ startLine: 0, endLine: lines.indexOf('review_every: 90d') })
    expect(folds.map(({ startLine }) => lines[startLine])).toContain('## Kill the process')
    expect(folds.map(({ startLine }) => lines[startLine])).toContain('```bash follow timeout=30s')
  })
})

describe('running dry', () => {
  test('the lens shows the plan, and says when it is that of the saved file', async () => {
    const [lens] = await editor.request<CodeLens[]>('textDocument/codeLens', {
      textDocument: { uri: editor.uri(shutdown) },
    })
    expect(lens?.command?.title).toBe('run this runbook dry')
    expect(lens && textAt(lens.range)).toBe('# Graceful shutdown and maintenance')
    const { command, arguments: words } = lens?.command ?? {}
    const saved = await editor.request<{ text: string; status: number }>('workspace/executeCommand', {
      command,
      arguments: words,
    })
    expect(saved).toMatchObject({ status: 0 })
    expect(saved.text).toContain('DRY RUN: nothing is executed and nothing is written')
    expect(readFileSync(fileURLToPath(editor.shown[0]?.uri ?? ''), 'utf8')).toBe(saved.text)
    await editor.swap(shutdown, 'The order matters', 'The order matters much')
    const unsaved = await editor.request<{ text: string }>('workspace/executeCommand', {
      command,
      arguments: words,
    })
    expect(unsaved.text).toMatch(/^note: this is the plan of the saved file/)
    await editor.swap(shutdown, 'The order matters much', 'The order matters')
  })
})

describe('old texts', () => {
  test('a question right behind a keystroke is answered from the new text', async () => {
    const asked = editor.at(shutdown, '## Remove the lo|ck')
    void editor.swap(shutdown, '## Remove the lock', '## Remove the key')
    expect(await editor.request('textDocument/prepareRename', asked)).toMatchObject({
      placeholder: 'Remove the key',
    })
    await editor.swap(shutdown, '## Remove the key', '## Remove the lock')
  })

  test('what waits while the text changes is refused, and so is what was called off', async () => {
    const fresh = new Editor()
    await fresh.start()
    await fresh.open(shutdown)
    const asked = { ...fresh.at(shutdown, 'ls "$LOCK|_FILE"'), newName: 'PID_LOCK' }
    const calledOff = new CancellationTokenSource()
    const cancelled = fresh.connection.sendRequest('textDocument/rename', asked, calledOff.token)
    const outdated = fresh.request('textDocument/rename', asked)
    calledOff.cancel()
    void fresh.swap(shutdown, 'The order matters', 'The order matters a lot')
    await expect(cancelled).rejects.toMatchObject({ code: LSPErrorCodes.RequestCancelled })
    await expect(outdated).rejects.toMatchObject({ code: LSPErrorCodes.ContentModified })
    expect(await fresh.leave()).toEqual({ status: 0, stderr: '' })
  })

  test('a file that changes on disk is read again when the editor says so', async () => {
    const file = join(editor.folder, 'runbooks', 'memory-service', 'rb-008-on-call.md')
    const before = readFileSync(file, 'utf8')
    writeFileSync(file, before.replace('id: RB-008', 'id: RB-002'))
    const tell = () =>
      editor.connection.sendNotification('workspace/didChangeWatchedFiles', {
        changes: [{ uri: editor.uri('rb-008-on-call.md'), type: 2 }],
      })
    await tell()
    expect(
      (await editor.told('rb-008-on-call.md', ({ diagnostics }) => diagnostics.length > 0)).diagnostics,
    ).toMatchObject([{ code: 'duplicate-id' }])
    writeFileSync(file, before)
    await tell()
    await editor.told('rb-008-on-call.md', ({ diagnostics }) => diagnostics.length === 0)
  })
})
