import type { Diagnostic } from '../../../config/diagnostic';
import type { Path } from '../../../config/path';
import { nearest } from '../../../config/suggest';
import type { PipelineSources } from '../sources';
import { repositoryUsesOf, type SourcedPipeline } from './sourced-pipeline';

/**
 * An environment that takes the images of another one finds them: the same entry is released there, its release record can
 * be read, and its images are in the repositories that tasks here pull from.
 */
export function checkPromotions(pipelines: readonly SourcedPipeline[]): Diagnostic[] {
  return pipelines.flatMap((each) => {
    const { promotion } = each.sources;
    return promotion ? checkPromotion(each, promotion, pipelines) : [];
  });
}

/**
 * An environment that a commit starts at the same moment as the one whose images it takes comes too early: what it would
 * take is not released yet.
 */
export function warnOfPromotions(pipelines: readonly SourcedPipeline[]): Diagnostic[] {
  return pipelines.flatMap(({ pipeline, sources: { promotion, git }, at }) => {
    const source = pipelines.find(
      ({ pipeline: { name, environment } }) => name === pipeline.name && environment.name === promotion?.from,
    );
    const started = git?.source.push ?? [];
    const startedThere = JSON.stringify(source?.sources.git?.source.push);
    if (!promotion || !git || started.length === 0 || JSON.stringify(started) !== startedThere) return [];
    const rule = `takes what ${promotion.from} released, but every push that starts ${promotion.from} starts ${pipeline.environment.name} too, before it has released anything, and fails it: give it a ${[...git.field, 'push'].join('.')} of its own, for example tags, or [] where people start it`;
    return [{ path: at(promotion.field), rule }];
  });
}

function checkPromotion(
  each: SourcedPipeline,
  { from, field }: NonNullable<PipelineSources['promotion']>,
  pipelines: readonly SourcedPipeline[],
): Diagnostic[] {
  const { name, environment } = each.pipeline;
  const path = each.at(field);
  const entry = pipelines.filter(({ pipeline }) => pipeline.name === name);
  const others = entry
    .map(({ pipeline }) => pipeline.environment.name)
    .filter((one) => one !== environment.name);
  if (from === environment.name)
    return [{ path, rule: `must be another environment than ${from}, which this is about` }];
  const source = entry.find(({ pipeline }) => pipeline.environment.name === from);
  if (!source)
    return [
      {
        path,
        rule: `must be another environment that ${name} is released to; there is ${others.join(', ') || 'none'}`,
        suggestion: nearest(from, others),
      },
    ];
  const there = source.pipeline.environment;
  if (there.account !== environment.account || there.region !== environment.region) {
    const rule = `must be in the account and region of ${environment.name}, ${environment.account} ${environment.region}, because its release record and its images are read there; ${from} is in ${there.account} ${there.region}`;
    return [{ path, rule }];
  }
  return [...inCircle(each, entry, path), ...otherRepositories(each, source)];
}

/** Of environments that take each other's images none builds any. */
function inCircle(each: SourcedPipeline, entry: readonly SourcedPipeline[], path: Path): Diagnostic[] {
  const { name } = each.pipeline.environment;
  const chain = [name];
  let next = each.sources.promotion?.from;
  while (next !== undefined && !chain.includes(next)) {
    chain.push(next);
    next = entry.find(({ pipeline }) => pipeline.environment.name === chain.at(-1))?.sources.promotion?.from;
  }
  if (next !== name) return [];
  return [
    { path, rule: `goes in a circle, in which no image is built: ${[...chain, name].join(' takes from ')}` },
  ];
}

function otherRepositories(each: SourcedPipeline, source: SourcedPipeline): Diagnostic[] {
  const { name } = source.pipeline.environment;
  const there = repositoryUsesOf(source);
  return repositoryUsesOf(each).flatMap(({ use, fieldAt }): Diagnostic[] => {
    const same = there.find((one) => one.use.container === use.container);
    if (!same) {
      const rule = `must be the container of an image that ${name} releases`;
      return [{ path: fieldAt(), part: 'key', rule }];
    }
    if (same.use.repository === use.repository) return [];
    const rule = `must be ${same.use.repository}, the ECR repository of ${name}, whose images are taken`;
    return [{ path: fieldAt('ecr'), rule }];
  });
}
