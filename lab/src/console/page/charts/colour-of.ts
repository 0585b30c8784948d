import { colours, quantiles, sequence, series } from '@span-metrics-lab/grafana';

/** The colour of a name: that of its route, service or quantile on every panel of the lab, else one by position. */
export function colourOf(
  line: { name: string; labels: Record<string, string> },
  index: number,
): { colour: string; dash: boolean } {
  const quantile = quantiles[line.name];
  if (quantile) return { colour: colours[quantile], dash: false };
  for (const [label, styles] of Object.entries(series)) {
    const style = styles.find((one) => one.name === line.labels[label]);
    if (style) return { colour: colours[style.colour], dash: style.dash ?? false };
  }
  return { colour: colours[sequence[index % sequence.length]!], dash: false };
}
