import { resolve } from 'node:path';
import { ExpectedError } from '@pipeline-factory/local-endpoint/expected-error';
import { HtmlRenderer } from './html/html';
import { JsonRenderer } from './json';
import { JUnitRenderer } from './junit/junit';
import { LiveRenderer } from './live';
import type { LiveTerminal } from './live-region';
import { PlainRenderer } from './plain';
import type { Renderer } from './report';
import { ReportFile } from './report-file';
import { VerboseRenderer } from './verbose';

/** What a rehearsal writes. */
export interface OutputOptions {
  /** Every event for people, build logs included. @default false */
  readonly verbose?: boolean;
  /** Every event as a line of JSON instead. @default false */
  readonly json?: boolean;
  /** File for JUnit's XML. @default - none */
  readonly junit?: string;
  /** File for a page. @default - none */
  readonly html?: string;
}

/**
 * The outputs that were asked for.
 * @param time seconds of the rehearsal's clock
 * @throws ExpectedError where a file cannot be written
 */
export function renderersFor(
  options: OutputOptions,
  out: NodeJS.WritableStream,
  time: () => number,
): Renderer[] {
  const { junit, html } = options;
  if (junit !== undefined && html !== undefined && resolve(junit) === resolve(html))
    throw new ExpectedError(`--junit and --html must be two files (got: ${junit} for both)`);
  const fileFor = (option: string, name: string | undefined) =>
    name === undefined ? undefined : new ReportFile(option, name);
  const [junitFile, htmlFile] = [fileFor('--junit', junit), fileFor('--html', html)];
  return [
    streamRenderer(options, out, time),
    ...(junitFile ? [new JUnitRenderer((xml) => junitFile.write(xml))] : []),
    ...(htmlFile ? [new HtmlRenderer((page) => htmlFile.write(page))] : []),
  ];
}

function streamRenderer(
  { verbose, json }: OutputOptions,
  out: NodeJS.WritableStream,
  time: () => number,
): Renderer {
  if (json) return new JsonRenderer(out);
  if (verbose) return new VerboseRenderer(out);
  return isLiveTerminal(out) ? new LiveRenderer(out, time) : new PlainRenderer(out);
}

/** Whether lines can be redrawn in place: https://no-color.org and CI servers ask for none of that. */
export function isLiveTerminal(out: NodeJS.WritableStream, env = process.env): out is LiveTerminal {
  const plain = Boolean(env.CI) || Boolean(env.NO_COLOR) || env.TERM === 'dumb';
  return 'isTTY' in out && out.isTTY === true && !plain;
}
