import { readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { verifyChain, type Chain } from '../../engine/run/chain.ts'
import { journalPath, readJournal } from '../../engine/run/reading.ts'
import { DamagedJournal } from '../../engine/run/refusal.ts'
import { reopen, scratch, ticked, writeJournal } from './journal-fixture.ts'

const count = 12
const place = scratch()
let folder: string
let whole: Buffer
let chain: Chain

beforeAll(() => {
  folder = writeJournal(place.folder, 'RB-001-a', count)
  whole = readFileSync(journalPath(folder))
  chain = verifyChain(whole)
})
afterAll(() => place.remove())

/** The lines of the whole journal, each with its line break. */
const lines = (): Buffer[] => splitLines(whole)

function splitLines(bytes: Buffer): Buffer[] {
  const out: Buffer[] = []
  for (let start = 0; start < bytes.length; start = bytes.indexOf(10, start) + 1) {
    out.push(bytes.subarray(start, bytes.indexOf(10, start) + 1))
  }
  return out
}

describe('P3: a torn last line is repaired, everything else is refused by name', () => {
  test('the untouched journal holds', () => {
    expect(chain.records).toHaveLength(count)
    expect(chain.damage).toBeUndefined()
    expect(readJournal(folder).records).toHaveLength(count)
  })

  test('a cut at every byte gives exactly the records before it', () => {
    for (let at = 0; at <= whole.length; at++) {
      const cut = verifyChain(whole.subarray(0, at))
      const complete = whole.subarray(0, at).filter((byte) => byte === 10).length
      expect(cut.damage, `cut at ${at}`).toBeUndefined()
      expect(cut.records).toEqual(chain.records.slice(0, complete))
      expect(cut.length + cut.torn).toBe(at)
    }
  })

  test('one flipped bit in any byte is refused, at the record it is in', () => {
    const damaged = Buffer.from(whole)
    let record = 1
    for (let at = 0; at < whole.length; at++) {
      const bit = 1 << (at % 8)
      damaged[at] = (whole[at] ?? 0) ^ bit
      const read = verifyChain(damaged)
      expect(read.damage?.record, `bit ${bit} of byte ${at}`).toBe(record)
      damaged[at] = whole[at] ?? 0
      if (whole[at] === 10) record += 1
    }
  })

  test('every single bit of the last record is refused', () => {
    const damaged = Buffer.from(whole)
    for (let at = whole.length - (lines().at(-1)?.length ?? 0); at < whole.length; at++) {
      for (let bit = 0; bit < 8; bit++) {
        damaged[at] = (whole[at] ?? 0) ^ (1 << bit)
        expect(verifyChain(damaged).damage?.record, `bit ${bit} of byte ${at}`).toBe(count)
      }
      damaged[at] = whole[at] ?? 0
    }
  })

  test.each([1, 7, 512, 4096])('%i zero bytes at the end are refused', (length) => {
    const read = verifyChain(Buffer.concat([whole, Buffer.alloc(length)]))
    expect(read.damage).toEqual({ record: count + 1, why: 'it holds zero bytes' })
  })

  test('zeros in place of the last bytes are refused', () => {
    for (const length of [1, 7, 64]) {
      const read = verifyChain(Buffer.concat([whole.subarray(0, -length), Buffer.alloc(length)]))
      expect(read.damage?.record).toBe(count)
    }
  })

  test('half a record with the next one glued to it is refused', () => {
    const half = lines()[5]?.subarray(0, 40) ?? Buffer.alloc(0)
    const glued = Buffer.concat([...lines().slice(0, 5), half, ...lines().slice(5)])
    expect(verifyChain(glued).damage?.record).toBe(6)
  })

  test('each record repeated, swapped with its neighbour or deleted is refused', () => {
    for (let i = 0; i < count; i++) {
      const line = lines()[i] ?? Buffer.alloc(0)
      expect(verifyChain(Buffer.concat(lines().toSpliced(i, 0, line))).damage?.record).toBe(i + 2)
      if (i === count - 1) continue
      expect(verifyChain(Buffer.concat(lines().toSpliced(i, 1))).damage?.record).toBe(i + 1)
      const swapped = lines().toSpliced(i, 2, lines()[i + 1] ?? line, line)
      expect(verifyChain(Buffer.concat(swapped)).damage?.record).toBe(i + 1)
    }
  })

  test('records from another run are refused, one of them or all', () => {
    const other = writeJournal(place.folder, 'RB-001-other', count)
    const foreign = splitLines(readFileSync(journalPath(other)))
    const mixed = lines().toSpliced(4, 1, foreign[4] ?? Buffer.alloc(0))
    expect(verifyChain(Buffer.concat(mixed)).damage?.record).toBe(5)

    const moved = writeJournal(place.folder, 'RB-001-moved', count)
    for (const file of ['journal.jsonl', 'head.json']) {
      writeFileSync(join(moved, file), readFileSync(join(other, file)))
    }
    expect(() => readJournal(moved)).toThrow('it is the journal of run `RB-001-other`')
  })
})

describe('P3: the second witness', () => {
  test('every loss of last records is found, and names the first missing one', () => {
    const lost = writeJournal(place.folder, 'RB-001-lost', count)
    const written = splitLines(readFileSync(journalPath(lost)))
    for (let keep = 1; keep < count; keep++) {
      writeFileSync(journalPath(lost), Buffer.concat(written.slice(0, keep)))
      expect(() => readJournal(lost)).toThrow(`damaged at record ${keep + 1}: records up to ${count}`)
    }
  })

  test('a history that was written anew is found', () => {
    const forged = writeJournal(place.folder, 'RB-001-forged', count)
    const head = readFileSync(join(forged, 'head.json'))
    rmSync(forged, { recursive: true })
    writeJournal(place.folder, 'RB-001-forged', count + 3, 2)
    writeFileSync(join(forged, 'head.json'), head)
    expect(() => readJournal(forged)).toThrow(
      `damaged at record ${count}: it is not the record that was written`,
    )
  })

  test('a head that a killed process left behind is believed as far as it goes', () => {
    const behind = writeJournal(place.folder, 'RB-001-behind', count)
    const head = readFileSync(join(behind, 'head.json'))
    const journal = reopen(behind, 'RB-001-behind')
    journal.append(ticked(99))
    journal.close()
    writeFileSync(join(behind, 'head.json'), head)
    expect(readJournal(behind).records).toHaveLength(count + 1)
  })

  test('without a head the chain alone is believed', () => {
    const alone = writeJournal(place.folder, 'RB-001-alone', count)
    rmSync(join(alone, 'head.json'))
    expect(readJournal(alone)).toMatchObject({ head: undefined, chain: { torn: 0 } })
  })
})

describe('P3: repair', () => {
  test('a torn line is cut away, and the next record follows the last whole one', () => {
    const torn = writeJournal(place.folder, 'RB-001-torn', count)
    const before = readFileSync(journalPath(torn))
    writeFileSync(journalPath(torn), Buffer.concat([before, Buffer.from('{"n":13,"at":"2026')]))
    expect(readJournal(torn).chain.torn).toBe(18)
    const journal = reopen(torn, 'RB-001-torn', 2)
    expect(journal.append(ticked(13))).toMatchObject({ n: 13, epoch: 2 })
    journal.close()
    expect(readJournal(torn).records).toHaveLength(13)
    expect(readFileSync(journalPath(torn)).subarray(0, before.length)).toEqual(before)
  })

  test('damage is an error with the number of the record', () => {
    const flipped = writeJournal(place.folder, 'RB-001-flipped', count)
    const bytes = readFileSync(journalPath(flipped))
    bytes[bytes.length >> 1] = (bytes[bytes.length >> 1] ?? 0) ^ 1
    writeFileSync(journalPath(flipped), bytes)
    expect(() => readJournal(flipped)).toThrow(DamagedJournal)
    expect(() => readJournal(flipped)).toThrow(/damaged at record \d+: /)
  })
})
