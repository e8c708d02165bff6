import { execFileSync } from 'node:child_process'
import { existsSync, mkdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { Place, type Ended } from '../helpers/cli.ts'
import { needs } from '../helpers/programs.ts'

const head = (id: string, more = ''): string => `---\nid: ${id}\ntitle: Page\n${more}---\n\n# Page\n\n`
const look = '## Look\n\n```bash read\nuptime\n```\n'
const alerts = `groups:
  - name: orders
    rules:
      - alert: OrdersStuck
        annotations: { runbook_url: 'https://git.example.com/ops/runbooks/one.md#gone' }
      - alert: OrdersSlow
        annotations: { runbook_url: 'https://git.example.com/ops/runbooks/none.md' }
      - alert: Elsewhere
        annotations: { runbook_url: 'https://wiki.example.com/pages/17' }
`

let place: Place
const file = (name: string): string => join(place.folder, name)
const validate = (...words: string[]): Promise<Ended> =>
  place.run(['validate', ...words], { environment: { SOURCE_DATE_EPOCH: '1795564800' } })

beforeAll(() => {
  place = new Place()
  place.write('one.md', head('EX-001') + look)
})
afterAll(() => place.close())

describe('the configuration', () => {
  test('names rule files, both ways are checked, and what is no YAML yet is skipped aloud', async () => {
    writeFileSync(file('alerts.yaml'), alerts)
    writeFileSync(file('chart.yaml'), '{{- if .Values.on }}\ngroups: []\n{{- end }}\n')
    writeFileSync(
      file('runbook.config.yaml'),
      'alerts: { files: [alerts.yaml, chart.yaml, none/*.yaml], urls: ["https://git.example.com/ops/"] }\nignore: [runbooks/drafts/**]\n',
    )
    place.write('drafts/half.md', '---\nid: [\n---\n')
    place.write(
      'two.md',
      head('EX-002', 'alerts: [OrdersGone]\nowner: us\nseverity: P2\nescalate: { to: us }\n') + look,
    )
    const { status, stdout, stderr } = await validate('--format', 'json')
    const found = (
      JSON.parse(stdout) as { code: string; path: string; span: { from: { line: number } } }[]
    ).map(({ code, path, span }) => `${path}:${span.from.line} ${code}`)
    expect(found).toEqual([
      'runbooks/two.md:4 unknown-alert',
      'alerts.yaml:5 dead-alert-link',
      'alerts.yaml:7 dead-alert-link',
    ])
    expect(stderr).toBe(
      'note: skipped `chart.yaml`: it is a Helm template\nnote: no file matches `none/*.yaml` of `alerts.files`\n',
    )
    expect(status).toBe(0)
    expect((await validate('--strict')).status).toBe(1)
    const alone = await validate('runbooks/one.md', '--strict', '--quiet')
    expect(alone, 'what leads into the library is not judged by one page').toMatchObject({
      status: 0,
      stderr: '',
    })
    rmSync(file('runbook.config.yaml'))
    rmSync(join(place.folder, 'runbooks/two.md'))
    rmSync(join(place.folder, 'runbooks/drafts'), { recursive: true })
  })
})

describe('--fix', () => {
  test('repairs what is safe, shows the difference, and leaves the rest', async () => {
    const broken =
      head('EX-003').replace('title: Page', 'titel: Page') +
      '## Look\n\n```shell raed\nuptime\n```\n\n## Act\n\n```bash action\nrm -rf /srv/x\n```\n'
    const path = place.write('three.md', broken)
    const { status, stdout, stderr } = await validate('runbooks/three.md', '--fix')
    expect(readFileSync(path, 'utf8')).toBe(
      broken.replace('titel:', 'title:').replace('```shell raed', '```bash read'),
    )
    expect(stdout).toContain('-titel: Page\n+title: Page\n')
    expect(stdout).toContain('-```shell raed\n+```bash read\n')
    expect(stderr).toContain('repaired 1 file\n')
    expect(stderr).toContain('error[ungated-destruction]')
    expect(status).toBe(1)
    expect((await validate('runbooks/three.md', '--fix')).stdout).toBe('')
    rmSync(path)
  })
})

describe.skipIf(!needs('git'))('--changed', () => {
  const git = (...words: string[]): string =>
    execFileSync('git', ['-c', 'user.name=a', '-c', 'user.email=a@b', ...words], {
      cwd: place.folder,
      encoding: 'utf8',
    })

  test('reports what stands in changed files, and what a change breaks in others', async () => {
    const outside = await validate('--changed')
    expect([outside.status, outside.stderr.split('\n')[0]]).toEqual([
      2,
      'error: git does not know what has changed: fatal: not a git repository (or any of the parent directories): .git',
    ])
    place.write('old.md', head('EX-004') + '## Look\n\n```bash read\ntail -f x\n```\n')
    place.write('link.md', head('EX-005') + 'See [one](one.md#look).\n\n' + look)
    git('init', '-q')
    const wide = place.write('wide.md', '')
    writeFileSync(wide, `\uFEFF${head('EX-009')}${look}`, 'utf16le')
    writeFileSync(file('runbook.config.yml'), 'clicks: 1\n')
    const first = await validate('--changed', '--strict', '--format', 'github')
    for (const one of ['endless-command,file=runbooks/old.md', 'unreadable-file,file=runbooks/wide.md'])
      expect(first.stdout, 'before the first commit everything is new').toContain(`title=${one}`)
    expect(first.stdout).toContain('title=bad-config,file=runbook.config.yml')
    rmSync(wide)
    rmSync(file('runbook.config.yml'))
    git('add', 'runbooks')
    git('commit', '-qm', 'first')
    expect(await validate('--changed', '--strict')).toMatchObject({
      status: 0,
      stderr: '0 runbooks, nothing found\n',
    })
    place.write('one.md', head('EX-001') + '## See\n\n```bash read\nwatch date\n```\n')
    const { status, stdout } = await validate('--changed', 'HEAD', '--strict', '--format', 'github')
    expect(stdout.match(/title=[^:]+/g)).toEqual([
      'title=broken-link,file=runbooks/link.md,line=8,endLine=8,col=11,endColumn=21',
      'title=endless-command,file=runbooks/one.md,line=11,endLine=11,col=1,endColumn=10',
    ])
    expect(status).toBe(1)
    symlinkSync(place.folder, join(place.folder, 'elsewhere'))
    const linked = await validate('elsewhere/runbooks/one.md', '--changed', '--strict')
    expect(linked.stderr, 'a link on the way hides no change').toContain('warning[endless-command]')
    rmSync(join(place.folder, 'elsewhere'))
    const written = join(place.folder, 'written')
    const unknown = await validate(`--changed=--output=${written}`)
    expect(unknown.status).toBe(2)
    expect(unknown.stderr, 'no commit is an option of git').toContain(
      `git does not know what has changed: fatal: bad revision '--output=${written}'`,
    )
    expect(existsSync(written)).toBe(false)
  })

  test('a submodule is one change, and repairs are made in what has changed', async () => {
    const nested = join(place.folder, 'runbooks/nested')
    mkdirSync(nested)
    execFileSync('git', ['init', '-q'], { cwd: nested })
    const misspelt = head('EX-007').replace('title: Page', 'titel: Page') + look
    place.write('nested/in.md', misspelt)
    const old = place.write('kept.md', misspelt.replace('EX-007', 'EX-008'))
    git('add', 'runbooks/kept.md')
    git('commit', '-qm', 'second')
    const { stdout } = await validate('--changed', '--fix')
    expect(stdout).toContain('+++ runbooks/nested/in.md')
    expect(stdout).not.toContain('kept.md')
    expect(readFileSync(old, 'utf8')).toContain('titel: Page')
    rmSync(nested, { recursive: true })
    rmSync(old)
  })
})

describe('--clicks', () => {
  test('prints the matrix, for people and for programs', async () => {
    const text =
      head('EX-006', 'symptoms: [it is slow]\nowner: us\nseverity: P2\nescalate: { to: us }\n') +
      '## Is it up?\n\n- **yes** → [Act](#act)\n- **no** → [Act](#act)\n\n---\n\n## Act\n\n**Action** Call us.\n'
    const path = place.write('clicks.md', text)
    expect((await validate(path, '--clicks')).stdout).toBe(
      'runbook  from     name        clicks  first step\nEX-006   symptom  it is slow  1       #act\n',
    )
    const [row] = JSON.parse((await validate(path, '--clicks', '--json')).stdout) as object[]
    expect(row).toMatchObject({ kind: 'symptom', name: 'it is slow', steps: [{ section: 'act', clicks: 1 }] })
    rmSync(path)
  })
})

test('the day of SOURCE_DATE_EPOCH decides what is overdue', async () => {
  const path = place.write('due.md', head('EX-007', 'reviewed: 2026-11-20\nreview_every: 3d\n') + look)
  expect((await validate(path, '--strict')).stderr).toContain('this runbook was to be reviewed by 2026-11-23')
  const earlier = await place.run(['validate', path, '--strict'], {
    environment: { SOURCE_DATE_EPOCH: '1795219200' },
  })
  expect(earlier).toMatchObject({ status: 0, stderr: '1 runbook, nothing found\n' })
})
