/** Milliseconds that this process has computed: what a parser costs, however busy the machine is with others. */
export function cpuMilliseconds(): number {
  return process.cpuUsage().user / 1000;
}
