import { defineConfig } from 'vitest/config'

/** A night has time for many more trials; see `test/helpers/trials.ts`. */
const isNight = process.env.RUNBOOK_TEST_NIGHTLY === '1'

export default defineConfig({
  test: {
    include: ['test/**/*.test.ts'],
    testTimeout: isNight ? 7_200_000 : 30_000,
    hookTimeout: 60_000,
    maxWorkers: 2,
    // A shared machine can starve a process for a second; a second try is said in the output.
    retry: process.env.CI === 'true' ? 1 : 0,
  },
})
