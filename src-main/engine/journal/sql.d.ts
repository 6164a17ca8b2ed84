/** SQL files are bundled as text; without them the types of Vite would bring the browser's along. */
declare module '*.sql?raw' {
  const text: string
  export default text
}
