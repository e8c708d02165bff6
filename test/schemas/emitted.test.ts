import { globSync, readFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { Ajv2020 } from 'ajv/dist/2020.js'
import addFormats from 'ajv-formats'
import { load } from 'js-yaml'
import { describe, expect, test } from 'vitest'
import { schemaNames } from '../../engine/cli/verbs/schema.ts'
import { emittedSchemas } from '../../schemas/emit.ts'

const root = join(import.meta.dirname, '..', '..')
const folder = join(root, 'schemas')
const schemas = emittedSchemas()

test.each(Object.entries(schemas))(
  '%s stands as `node test/schemas/refresh.ts` writes it',
  (name, schema) => {
    expect(readFileSync(join(folder, name), 'utf8')).toBe(schema)
  },
)

test('the command line prints each of them', () => {
  expect(schemaNames.map((name) => `${name}.schema.json`).sort()).toEqual(Object.keys(schemas).sort())
})

describe('the schemas and the files that they are of', () => {
  const ajv = new Ajv2020({ strict: false })
  addFormats.default(ajv)
  const ids = Object.values(schemas).map((text) => {
    const schema = JSON.parse(text) as { $id: string }
    ajv.addSchema(schema)
    return schema.$id
  })

  test('each has a version of its own', () => {
    expect(ids).toEqual(
      ['config', 'drill', 'frontmatter', 'journal', 'proof'].map((name) => `urn:runbook:schema:${name}:1`),
    )
  })

  test.each(globSync('runbooks/*/*.md', { cwd: root }).filter((file) => !file.endsWith('README.md')))(
    '%s fits',
    (file) => {
      const yaml = /^---\n([^]*?)\n---\n/.exec(readFileSync(join(root, file), 'utf8'))?.[1] ?? ''
      expect(ajv.validate('urn:runbook:schema:frontmatter:1', load(yaml)), ajv.errorsText()).toBe(true)
    },
  )

  test.each(globSync('runbooks/*/drills/*.yaml', { cwd: root }))('%s fits, and names its schema', (file) => {
    const text = readFileSync(join(root, file), 'utf8')
    expect(ajv.validate('urn:runbook:schema:drill:1', load(text)), ajv.errorsText()).toBe(true)
    const named = /^# yaml-language-server: \$schema=(\S+)\n/.exec(text)?.[1] ?? ''
    expect(join(dirname(join(root, file)), named)).toBe(join(folder, 'drill.schema.json'))
  })

  test('a wrong key does not fit', () => {
    expect(ajv.validate('urn:runbook:schema:frontmatter:1', { id: 'X-1', ownr: 'me' })).toBe(false)
    expect(ajv.validate('urn:runbook:schema:config:1', { rulez: {} })).toBe(false)
  })
})
