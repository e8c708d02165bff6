/** What a command of the lab does not know; it then ends with 2 and changes nothing. */
export class Refusal extends Error {}
