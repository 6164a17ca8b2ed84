/** `npm run openapi`: writes the contract with the aggregator from the schemas that the till itself uses. */
import { writeFileSync } from 'node:fs'
import { openapiFile, openapiText } from './openapiText.ts'

writeFileSync(openapiFile, openapiText())
console.log(`${openapiFile} is written.`)
