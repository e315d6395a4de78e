import { nameOfArn } from '../../kit/arn';
import type { ServiceContext } from '../../kit/context';
import type { Observer } from '../../kit/operation';

/** Logs every message that is published: AWS would deliver it by e-mail, moto delivers none. */
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
      const topic = TopicArn ? nameOfArn(TopicArn) : 'a topic';
      context.log(`notification on ${topic}: ${Subject ?? firstLine(Message ?? '')}`);
    },
  };
}

function firstLine(text: string): string {
  return text.split('\n').find((line) => line.trim()) ?? '';
}
