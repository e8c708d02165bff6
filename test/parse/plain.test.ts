import { globSync, readFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import * as fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { readDocument } from '../../engine/parse/document.ts'
import { readMarkdown } from '../../engine/parse/markdown.ts'
import { readPlain } from '../../engine/parse/plain/blocks.ts'
import { cutPieces } from '../../engine/parse/plain/pieces.ts'
import { hardTexts } from '../helpers/hard-texts.ts'
import { trials } from '../helpers/trials.ts'

const root = resolve(import.meta.dirname, '..', '..')

const body = { start: 0, unclosed: false }
const byParser = (text: string) => readMarkdown(text, { start: 0, end: text.length })

describe('what is read without the Markdown parser', () => {
  test('is what the parser reads, in random texts', () => {
    fc.assert(
      fc.property(hardTexts, (text) => {
        expect(readDocument(text, body)).toEqual(byParser(text))
      }),
      { numRuns: trials(1_500, 200_000) },
    )
  })

  test('is what the parser reads, in our own pages', () => {
    for (const file of globSync('{runbooks,docs,test/fixtures}/**/*.md', { cwd: root })) {
      const text = readFileSync(join(root, file), 'utf8').replace(/^\uFEFF?(?:---\n[^]*?\n---\n)?/, '')
      expect(readDocument(text, body), file).toEqual(byParser(text))
    }
  })

  test('is most of a runbook', () => {
    let [all, plain] = [0, 0]
    for (const file of globSync('runbooks/**/rb-*.md', { cwd: root })) {
      const text = readFileSync(join(root, file), 'utf8').replace(/^\uFEFF?(?:---\n[^]*?\n---\n)?/, '')
      for (const piece of cutPieces(text, 0) ?? []) {
        all += piece.span.end - piece.span.start
        if (readPlain(piece, text) !== undefined) plain += piece.span.end - piece.span.start
      }
    }
    expect(plain / all).toBeGreaterThan(0.7)
  })
})
