import type { RehearsalEventBody } from './events';

/** What a line that the endpoint logs is: one of a build's log, a build's end, or anything else. */
export function endpointEvent(line: string): RehearsalEventBody {
  const [, build = '', text] = /^(\S+) │ ?(.*)$/s.exec(line) ?? [];
  if (text !== undefined) return { type: 'build-log', build, text };
  const [, buildId, status] = /^codebuild: build (\S+:\S+) ([A-Z_]+)$/.exec(line) ?? [];
  if (!buildId || !status) return { type: 'log', text: line };
  return { type: 'build-finished', build: buildId.split(':')[0] ?? '', buildId, status };
}
