import { type FilteredLogEvent, FilterLogEventsCommand } from '@aws-sdk/client-cloudwatch-logs';
import { objectOf, optionalText, parseObject } from '../../../handlers/json';
import type { ReleaseClients } from '../clients';
import type { LoggedAction, LogLine, LogReader } from './log';

/** A function goes on writing for a moment after it has given its result. */
const AFTER_MILLISECONDS = 60_000;

/**
 * What an action function has logged of one execution: every line of it names the execution. Of other functions those
 * lines that contain the execution's id.
 * https://docs.aws.amazon.com/AmazonCloudWatch/latest/logs/FilterAndPatternSyntax.html
 */
export function readFunctionLog(
  { configuration, executionId, started, ended }: LoggedAction,
  { logs }: ReleaseClients,
): LogReader {
  const shown = new Set<string>();
  const request = {
    logGroupName: `/aws/lambda/${configuration.FunctionName}`,
    filterPattern: `"${executionId}"`,
    startTime: started?.getTime(),
    endTime: ended && ended.getTime() + AFTER_MILLISECONDS,
  };
  return async () => {
    const lines: LogLine[] = [];
    let nextToken: string | undefined;
    do {
      const page = await logs
        .send(new FilterLogEventsCommand({ ...request, nextToken }))
        .catch((error: Error) => {
          if (error.name !== 'ResourceNotFoundException') throw error; // it has never been invoked
          return { events: [], nextToken: undefined };
        });
      for (const event of page.events ?? []) {
        const { eventId = '', message = '' } = event;
        if (shown.has(eventId) || !message.includes(executionId)) continue;
        shown.add(eventId);
        lines.push(lineOf(event));
      }
      nextToken = page.nextToken;
    } while (nextToken);
    return lines;
  };
}

/** Of the JSON that action functions write the message, the level where it is none of every day, and the error. */
function lineOf({ timestamp, message = '' }: FilteredLogEvent): LogLine {
  const time = timestamp === undefined ? undefined : new Date(timestamp);
  const logged = parseObject(message) ?? {};
  const text = optionalText(logged, 'message');
  if (text === undefined) return { time, text: message.trimEnd() };
  const level = optionalText(logged, 'level') ?? 'INFO';
  const reason = optionalText(objectOf(logged, 'error'), 'message') ?? optionalText(logged, 'reason');
  return { time, text: `${level === 'INFO' ? '' : `${level} `}${text}${reason ? `: ${reason}` : ''}` };
}
