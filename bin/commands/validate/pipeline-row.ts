import { pipelineName } from '../../../handlers/contract/names';
import { formatDuration } from '../../../lib/config/duration';
import type { GitSource, Patterns, Pipeline, Traffic, Uploads } from '../../../lib/config/model';

/** What the cells of {@link pipelineRow} are. */
export const PIPELINE_HEADING = [
  'pipeline',
  'kind',
  'started by',
  'checks',
  'approval',
  'deployment',
  'service',
] as const;

/** A pipeline in one line. */
export function pipelineRow(pipeline: Pipeline): string[] {
  const { prefix, name, environment, kind, source, checks, scan, approval, service } = pipeline;
  const gates = [...checks.map((check) => check.name), ...(scan ? [`scan ${scan.toLowerCase()}`] : [])];
  return [
    pipelineName({ prefix, pipeline: name, environment: environment.name }),
    kind,
    source.from === 'git' ? gitWords(source.git) : uploadWords(source),
    gates.join(' ') || '-',
    approval ? 'yes' : 'no',
    deploymentWords(pipeline),
    service.owned ? 'made with it' : `${service.cluster}/${service.service}`,
  ];
}

function uploadWords({ images, settings }: Uploads): string {
  const pushed = images.map(({ repository, tag }) => `${repository}:${tag}`);
  return [...pushed, `s3://${settings.bucket}/${settings.key}`].join('  ');
}

function gitWords({ repository, push, pullRequest }: GitSource): string {
  const starts = [
    ...push.map(({ branches, tags, files }) =>
      [tags ? `tags ${patternWords(tags)}` : branches ? patternWords(branches) : '', fileWords(files)].join(
        '',
      ),
    ),
    ...pullRequest.map(
      ({ branches, files }) => `pull requests to ${patternWords(branches)}${fileWords(files)}`,
    ),
  ];
  return `${repository} ${starts.join('  ') || 'by hand only'}`;
}

function fileWords(files: Patterns | undefined): string {
  return files ? ` (${patternWords(files)})` : '';
}

function patternWords({ includes, excludes }: Patterns): string {
  return [...includes, ...excludes.map((pattern) => `!${pattern}`)].join(' ');
}

function deploymentWords(pipeline: Pipeline): string {
  switch (pipeline.kind) {
    case 'ecs-blue-green': {
      const { traffic, blueTerminationWaitMinutes } = pipeline.deploy;
      return `${trafficWords(traffic)}, blue stays ${minutes(blueTerminationWaitMinutes)}`;
    }
    case 'ecs-rolling': {
      const { service, deploy } = pipeline;
      const room = service.owned ? `${service.minimumHealthyPercent}-${service.maximumPercent}%, ` : '';
      return `rolling, ${room}at most ${minutes(deploy.timeoutMinutes)}`;
    }
  }
}

function trafficWords(traffic: Traffic): string {
  if (traffic.type === 'all-at-once') return traffic.type;
  return `${traffic.type} ${traffic.percentage}% ${minutes(traffic.intervalMinutes)}`;
}

function minutes(count: number): string {
  return formatDuration(count * 60);
}
