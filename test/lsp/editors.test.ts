import { spawnSync } from 'node:child_process'
import { cpSync, mkdtempSync, readFileSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Script } from 'node:vm'
import { afterAll, describe, expect, test } from 'vitest'
import { clear } from '../helpers/clear.ts'
import { fencesOf } from '../docs/fences.ts'
import { needs } from '../helpers/programs.ts'

const root = join(import.meta.dirname, '..', '..')
const fences = fencesOf(join(root, 'docs', 'editors.md'))
const folder = mkdtempSync(join(tmpdir(), 'runbook-editors-'))
afterAll(() => clear(folder))

const written = (info: string): string[] =>
  fences.filter((fence) => fence.info === info).map(({ text }) => text)

/** What a user does in Neovim: breaks a link, sees the finding, repairs it, runs the page dry, renames a section. */
const session = `
local found = {}
local function wait(what, test)
  if not vim.wait(15000, test, 20) then error('waited in vain for ' .. what) end
end
local function line(text) return vim.fn.search('\\\\V' .. text, 'w') end
wait('the server', function() return #vim.lsp.buf_get_clients(0) > 0 end)
line('(#tell-the-people)')
vim.cmd('substitute/#tell-the-people/#tell-the-peple/')
wait('a finding', function() return #vim.diagnostic.get(0) > 0 end)
local finding = vim.diagnostic.get(0)[1]
found.finding = { code = finding.code, message = finding.message, line = finding.lnum + 1, column = finding.col }
found.text = vim.fn.getline(finding.lnum + 1)
vim.api.nvim_win_set_cursor(0, { finding.lnum + 1, finding.col })
local actions = vim.lsp.buf_request_sync(0, 'textDocument/codeAction', vim.tbl_extend('force',
  vim.lsp.util.make_range_params(), { context = { diagnostics = {} } }), 5000)
local _, answer = next(actions)
vim.lsp.util.apply_workspace_edit(answer.result[1].edit, 'utf-16')
wait('no finding', function() return #vim.diagnostic.get(0) == 0 end)
found.repaired = vim.fn.getline(finding.lnum + 1)
line('## Tell the people')
vim.lsp.buf.rename('Tell everybody 👩‍🚀')
wait('the rename', function() return line('## Tell everybody') > 0 end)
found.renamed = vim.fn.getline(line('(#tell-everybody'))
vim.lsp.codelens.refresh()
wait('the lens', function() return #vim.lsp.codelens.get(0) > 0 end)
vim.api.nvim_win_set_cursor(0, { line('# Graceful'), 0 })
local page = vim.api.nvim_get_current_buf()
vim.lsp.codelens.run()
wait('the plan', function() return vim.api.nvim_get_current_buf() ~= page end)
found.plan = table.concat(vim.api.nvim_buf_get_lines(0, 0, -1, false), '\\n')
vim.fn.writefile({ vim.fn.json_encode(found) }, vim.env.FOUND)
vim.cmd('qall!')
`

describe.skipIf(!needs('nvim'))('Neovim with the configuration of the page', () => {
  test('shows findings, repairs, renames and runs dry', { timeout: 60_000 }, () => {
    cpSync(join(root, 'runbooks'), join(folder, 'runbooks'), { recursive: true })
    writeFileSync(
      join(folder, 'runbook'),
      `#!/bin/sh\nexec "${process.execPath}" "${join(root, 'bin', 'runbook.cjs')}" "$@"\n`,
      { mode: 0o755 },
    )
    writeFileSync(join(folder, 'init.lua'), written('lua').join('\n'))
    writeFileSync(join(folder, 'session.lua'), session)
    const page = join(folder, 'runbooks', 'memory-service', 'rb-002-shutdown.md')
    const ended = spawnSync(
      'nvim',
      ['--headless', '-u', 'init.lua', page, '-c', 'luafile session.lua', '-c', 'cquit'],
      {
        cwd: folder,
        encoding: 'utf8',
        timeout: 50_000,
        env: {
          PATH: `${folder}:${process.env.PATH}`,
          HOME: folder,
          XDG_CACHE_HOME: join(folder, 'cache'),
          FOUND: join(folder, 'found.json'),
        },
      },
    )
    expect(ended.status, ended.stderr).toBe(0)
    const found = JSON.parse(readFileSync(join(folder, 'found.json'), 'utf8')) as {
      finding: { code: string; message: string; column: number }
      text: string
      repaired: string
      renamed: string
      plan: string
    }
    expect(found.finding).toMatchObject({
      code: 'unknown-target',
      message: 'no section is called `tell-the-peple`\nhelp: did you mean `#tell-the-people`?',
    })
    expect(Buffer.from(found.text).subarray(found.finding.column).toString()).toMatch(/^#tell-the-peple/)
    expect(found.repaired).toBe('**If it fails** → [Tell the people](#tell-the-people)')
    expect(found.renamed).toBe('**If it fails** → [Tell everybody 👩‍🚀](#tell-everybody-)')
    expect(found.plan).toContain('note: this is the plan of the saved file')
    expect(found.plan).toContain('DRY RUN: nothing is executed and nothing is written')
  })
})

describe('the other configurations', () => {
  test('JSON and JavaScript are such', () => {
    expect(written('json')).toHaveLength(2)
    for (const text of written('json')) expect(JSON.parse(text)).toBeTypeOf('object')
    for (const text of written('js')) expect(new Script(text)).toBeInstanceOf(Script)
  })

  test.skipIf(!needs('python3'))('TOML is such', () => {
    expect(written('toml')).toHaveLength(3)
    for (const text of written('toml')) {
      const ended = spawnSync('python3', ['-c', 'import sys, tomllib; tomllib.loads(sys.stdin.read())'], {
        input: text,
      })
      expect(ended.stderr.toString()).toBe('')
    }
  })
})
