import { offerCopies } from './copy.ts'
import { fillInputs } from './inputs.ts'
import { followPicture } from './picture.ts'
import { offerSearch } from './search.ts'
import { followChanges } from './live.ts'
import { openForPrint } from './print.ts'

offerSearch()
fillInputs()
offerCopies()
followPicture()
openForPrint()
followChanges()
