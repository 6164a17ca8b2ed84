/** The version of this program, as the build found it in `package.json`. */
export { version } from '../../package.json'
