import type { BlueGreenPipeline } from './deployed-pipeline';

/** The pipelines that one push starts: the same application in its environments. */
export interface Application {
  /** The repository of its first image. */
  readonly name: string;
  readonly pipelines: readonly BlueGreenPipeline[];
  /** The pipeline in which releases are rolled back and rejected: the last that asks for approval, else the last. */
  readonly production: BlueGreenPipeline;
}

/** Groups pipelines by the image that starts them; in one group those without approval come first. */
export function groupByApplication(pipelines: readonly BlueGreenPipeline[]): Application[] {
  const groups = new Map<string, BlueGreenPipeline[]>();
  for (const pipeline of pipelines) {
    const [image] = pipeline.images;
    const key = `${image?.repository}:${image?.tag}`;
    groups.set(key, [...(groups.get(key) ?? []), pipeline]);
  }
  return [...groups.values()].map((members) => {
    const ordered = [...members].sort((left, right) => Number(!!left.approval) - Number(!!right.approval));
    const production = ordered.at(-1) as BlueGreenPipeline;
    return { name: production.images[0]?.repository ?? production.name, pipelines: ordered, production };
  });
}
