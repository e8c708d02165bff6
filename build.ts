import { spawnSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import { cpSync, globSync, readFileSync, renameSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { rolldown } from 'rolldown'

const root = import.meta.dirname
const dist = join(root, 'dist')
const draft = join(root, 'dist.new')

/** Programs that start by themselves; everything else is a chunk that a verb loads when it needs it. */
const programs = {
  runbook: 'engine/cli/main.ts',
  supervisor: 'engine/run/supervisor/main.ts',
  request: 'engine/run/request/main.ts',
  change: 'engine/run/change/main.ts',
}

/** Packages that stay beside the bundle: they bring WebAssembly, or are too seldom needed to read at each start. */
const external = [/^(ink|react|execa|libpg-query)(\/|$)/]

/** Names the text of the engine, so that nothing that an older engine cached is ever believed. */
function engineDigest(): string {
  const files = globSync(['{engine,renderers,schemas}/**/*.{ts,tsx}', 'package-lock.json'], {
    cwd: root,
  }).sort()
  const hash = createHash('sha256')
  for (const file of files) hash.update(file).update(readFileSync(join(root, file)))
  return hash.digest('hex').slice(0, 16)
}

async function bundlePrograms(): Promise<void> {
  const build = await rolldown({
    cwd: root,
    input: programs,
    platform: 'node',
    external,
    resolve: { mainFields: ['module', 'main'] },
    transform: { define: { 'process.env.RUNBOOK_ENGINE': JSON.stringify(engineDigest()) } },
  })
  await build.write({
    dir: draft,
    format: 'esm',
    minify: { compress: true, mangle: false, codegen: false },
    chunkFileNames: 'parts/[name]-[hash].js',
    sourcemap: true,
  })
  await build.close()
}

/** The labs, file by file as in the sources: below `node_modules` Node runs no TypeScript. */
async function buildLabs(): Promise<void> {
  const sources = globSync('test/lab/*/**/*.ts', { cwd: root }).filter((file) => !file.endsWith('.test.ts'))
  const build = await rolldown({ cwd: root, input: sources, platform: 'node' })
  await build.write({
    dir: join(draft, 'lab'),
    format: 'esm',
    preserveModules: true,
    preserveModulesRoot: join(root, 'test/lab'),
    entryFileNames: '[name].js',
  })
  await build.close()
  for (const bin of globSync('test/lab/*/bin', { cwd: root })) {
    cpSync(join(root, bin), join(draft, bin.replace('test/', '')), { recursive: true })
  }
}

/** Starts the verbs that must be quick once, so that their compiled code lies ready. */
function warm(): void {
  const launcher = join(root, 'bin', 'runbook.cjs')
  const library = join(root, 'runbooks')
  for (const words of [['--version'], ['--help'], ['list'], ['validate'], ['run', 'RB-000', '--dry-run']]) {
    spawnSync(process.execPath, [launcher, '--library', library, ...words], { cwd: root, stdio: 'ignore' })
  }
}

rmSync(draft, { recursive: true, force: true })
await bundlePrograms()
await buildLabs()
rmSync(dist, { recursive: true, force: true })
renameSync(draft, dist)
warm()
