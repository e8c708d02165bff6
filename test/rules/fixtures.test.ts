import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { brokenFolder, expectedFile, foundInFolder, goodFolder, sourcesIn } from './fixtures.ts'

test('broken runbooks have exactly the findings that are listed, at their places', async () => {
  expect(sourcesIn(brokenFolder).length).toBeGreaterThanOrEqual(25)
  expect(await foundInFolder(brokenFolder)).toEqual(readFileSync(expectedFile, 'utf8').trimEnd().split('\n'))
})

test('good runbooks have none', async () => {
  expect(sourcesIn(goodFolder).length).toBeGreaterThanOrEqual(20)
  expect(await foundInFolder(goodFolder)).toEqual([])
})
