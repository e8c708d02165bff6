'use strict'

const fs = require('node:fs')
const path = require('node:path')
const vm = require('node:vm')
const { createRequire } = require('node:module')

const dist = path.join(__dirname, '..', 'dist')
const parts = path.join(dist, 'parts')
/** V8 takes compiled code only from its own version, and says so when it does not. */
const store = path.join(dist, 'compiled', `${process.version}-${process.arch}`)
const loaded = new Map()

/**
 * Loads the bundle with its compiled code beside it. Node's own compile cache holds only what is compiled while a file
 * is loaded; a code cache that is taken when a process ends holds every function that was called, and compiling those
 * is a third of a cold start. With `keep`, code that is not there yet is written when this process ends.
 */
module.exports = function load(entry, { keep }) {
  const file = path.join(dist, entry)
  if (!fs.existsSync(file)) refuse(file)
  if (keep) process.on('exit', keepCode)
  loadFile(file)
}

/** 69 is EX_UNAVAILABLE of sysexits(3). */
function refuse(file) {
  const help = `run \`npm run build\` in ${path.dirname(dist)}`
  process.stderr.write(`error: the program is not built: ${file} is missing\n  = help: ${help}\n`)
  process.exit(69)
}

/** What a file of the bundle finds: the names of CommonJS, and a way to import packages, for scripts have none. */
const names = 'exports, require, module, __filename, __dirname, importPackage'

/** @param {string} name */
const importPackage = (name) => import(name)

/** Code is kept for files in `parts/` only: their names change with their text, and V8 compares no more than lengths. */
function loadFile(file) {
  const known = loaded.get(file)
  if (known !== undefined) return known.module.exports
  const source = fs.readFileSync(file, 'utf8')
  const folder = path.dirname(file)
  const cachedData = folder === parts ? readCode(file) : undefined
  const script = new vm.Script(`(function (${names}) {${source}\n})`, { filename: file, cachedData })
  const module = { exports: {} }
  loaded.set(file, { module, script, lacksCode: folder === parts && cachedData === undefined })
  const values = [module.exports, requireIn(folder), module, file, folder, importPackage]
  script.runInThisContext().apply(module.exports, values)
  return module.exports
}

/** `require` of a file of the bundle: of another one, of a part of Node, or of a package that stays beside the bundle. */
function requireIn(folder) {
  let outer
  return (name) => {
    if (name.startsWith('.')) return loadFile(path.join(folder, name))
    outer ??= createRequire(path.join(folder, 'any.cjs'))
    return process.getBuiltinModule(name) ?? outer(name)
  }
}

function codeFile(file) {
  return path.join(store, `${path.basename(file)}.code`)
}

function readCode(file) {
  try {
    return fs.readFileSync(codeFile(file))
  } catch {
    return undefined
  }
}

/** The build asks for all of it at the end of every start, so that the code of the verbs that it starts adds up. */
function keepCode() {
  const all = process.env.RUNBOOK_BUILD === '1'
  try {
    for (const [file, { script, lacksCode }] of loaded) {
      if (lacksCode || (all && path.dirname(file) === parts)) writeCode(file, script.createCachedData())
    }
  } catch {
    // An installation that cannot be written to starts a little later.
  }
}

/** Whole or not at all, also after power loss: V8 does not check what it is given. */
function writeCode(file, code) {
  fs.mkdirSync(store, { recursive: true })
  const draft = `${codeFile(file)}.${process.pid}`
  fs.writeFileSync(draft, code, { flush: true })
  fs.renameSync(draft, codeFile(file))
}
