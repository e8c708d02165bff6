import { answerThread } from '../thread.ts'
import { makeFragment, type Page } from './fragment.ts'

/** A thread that makes fragments, one for each page that it is sent. */
answerThread(({ page }: { readonly page: Page }) => makeFragment(page))
