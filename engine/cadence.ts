/** How often something is done again. Times are those of the clock on the wall, in the zone of whoever asks. */
export interface Cadence {
  readonly every: 'hour' | 'day' | 'week' | 'month' | 'quarter' | 'year'
  /** Minutes after midnight; for `hour`, minutes after the full hour. */
  readonly minutes: number
  /** 0 is Sunday; of a week. */
  readonly weekday?: number
  /** Of a month, from 1 to 28, so that every month has it. */
  readonly day?: number
  /** From 0; of a year. */
  readonly month?: number
}

const weekdays = ['sun', 'mon', 'tue', 'wed', 'thu', 'fri', 'sat']
const months = ['jan', 'feb', 'mar', 'apr', 'may', 'jun', 'jul', 'aug', 'sep', 'oct', 'nov', 'dec']

/** Every form, for messages and for the reference. */
export const cadenceForms = [
  'hourly 15',
  'daily 02:00',
  'weekly sun 03:00',
  'monthly 1 04:00',
  'quarterly 1 04:00',
  'yearly jan 1 04:00',
] as const

/** Reads a cadence such as `weekly sun 03:00`; nothing when the text is none. */
export function parseCadence(text: string): Cadence | undefined {
  const words = text.trim().split(/\s+/)
  const [word = '', ...rest] = words
  const last = rest.pop() ?? ''
  if (word === 'hourly') return rest.length === 0 ? hourly(last) : undefined
  const minutes = timeOfDay(last)
  if (minutes === undefined) return undefined
  if (word === 'daily' && rest.length === 0) return { every: 'day', minutes }
  if (word === 'weekly' && rest.length === 1)
    return placed({ every: 'week', minutes }, 'weekday', weekday(rest[0]))
  if (word === 'monthly' && rest.length === 1)
    return placed({ every: 'month', minutes }, 'day', dayOfMonth(rest[0]))
  if (word === 'quarterly' && rest.length === 1)
    return placed({ every: 'quarter', minutes }, 'day', dayOfMonth(rest[0]))
  if (word !== 'yearly' || rest.length !== 2) return undefined
  const month = months.indexOf(rest[0] ?? '')
  return month < 0 ? undefined : placed({ every: 'year', minutes, month }, 'day', dayOfMonth(rest[1]))
}

function hourly(text: string): Cadence | undefined {
  return /^[0-5]?\d$/.test(text) ? { every: 'hour', minutes: Number(text) } : undefined
}

function timeOfDay(text: string): number | undefined {
  const [, hours, minutes] = /^([01]\d|2[0-3]):([0-5]\d)$/.exec(text) ?? []
  return hours === undefined ? undefined : Number(hours) * 60 + Number(minutes)
}

function weekday(text: string | undefined): number | undefined {
  const found = weekdays.indexOf(text ?? '')
  return found < 0 ? undefined : found
}

function dayOfMonth(text: string | undefined): number | undefined {
  return /^(?:[1-9]|1\d|2[0-8])$/.test(text ?? '') ? Number(text) : undefined
}

function placed(cadence: Cadence, key: 'weekday' | 'day', value: number | undefined): Cadence | undefined {
  return value === undefined ? undefined : { ...cadence, [key]: value }
}

/**
 * The instant at which it was last due at or before `now`, going back `back` further times.
 * @param now milliseconds since 1970
 * @returns milliseconds since 1970, on the wall clock of this process's time zone
 */
export function dueBefore(cadence: Cadence, now: number, back = 0): number {
  const latest = slotIn(cadence, new Date(now), 0)
  const first = latest.getTime() <= now ? 0 : 1
  return slotIn(cadence, new Date(now), first + back).getTime()
}

/** The instant at which it is due next after `now`. */
export function dueAfter(cadence: Cadence, now: number): number {
  const present = slotIn(cadence, new Date(now), 0)
  return present.getTime() > now ? present.getTime() : slotIn(cadence, new Date(now), -1).getTime()
}

/** The one of the period that an instant lies in, or of an earlier period. */
function slotIn(
  { every, minutes, weekday: day = 0, day: date = 1, month = 0 }: Cadence,
  at: Date,
  back: number,
): Date {
  const [year, of, today] = [at.getFullYear(), at.getMonth(), at.getDate()]
  switch (every) {
    case 'hour':
      return new Date(year, of, today, at.getHours() - back, minutes)
    case 'day':
      return new Date(year, of, today - back, 0, minutes)
    case 'week':
      return new Date(year, of, today - at.getDay() + day - 7 * back, 0, minutes)
    case 'month':
      return new Date(year, of - back, date, 0, minutes)
    case 'quarter':
      return new Date(year, of - (of % 3) - 3 * back, date, 0, minutes)
    case 'year':
      return new Date(year - back, month, date, 0, minutes)
  }
}
