import type { Observer } from '../../kit/operation';
import type { ServiceContext } from '../../kit/context';

/** Shows the person who watches what would arrive as mail. */
export function notification(context: ServiceContext): Observer {
  return {
    service: 'sns',
    operation: 'Publish',
    after: async (call) => {
      const { TopicArn, Subject, Message } = call.input as {
        TopicArn?: string;
        Subject?: string;
        Message?: string;
      };
      const topic = TopicArn?.split(':').at(-1) ?? 'a topic';
      context.log(`notification on ${topic}: ${Subject ?? firstLine(Message ?? '')}`);
    },
  };
}

function firstLine(text: string): string {
  return text.split('\n').find((line) => line.trim()) ?? '';
}
