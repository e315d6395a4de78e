import type { Observer, Operation } from '../../kit/operation';

/**
 * The buckets that send their events to EventBridge. moto takes this part of a notification configuration and never shows
 * it again, so it is kept here. Bucket names are unique in all of AWS, so no account is needed.
 */
export class NotifyingBuckets {
  private readonly names = new Set<string>();

  /** Whether the bucket sends its events to EventBridge. */
  has(bucket: string): boolean {
    return this.names.has(bucket);
  }

  /** Learns from what is put and deleted. */
  observers(): Observer[] {
    return [
      {
        service: 's3',
        operation: 'PutBucketNotificationConfiguration',
        after: async ({ input, requestBody }) => {
          const { Bucket } = input as { Bucket: string };
          if (Buffer.from(requestBody).includes('<EventBridgeConfiguration')) this.names.add(Bucket);
          else this.names.delete(Bucket);
        },
      },
      {
        service: 's3',
        operation: 'DeleteBucket',
        after: async ({ input }) => void this.names.delete((input as { Bucket: string }).Bucket),
      },
    ];
  }

  /** S3's GetBucketNotificationConfiguration, with the part that moto leaves out. */
  operations(): Readonly<Record<string, Operation>> {
    return { GetBucketNotificationConfiguration: this.get };
  }

  private readonly get: Operation<{ Bucket: string }> = async ({ Bucket }, { forward }) => {
    const document = String(await forward?.());
    if (!this.has(Bucket)) return { Document: document };
    const [root = ''] = /<NotificationConfiguration[^>]*>/.exec(document) ?? [];
    const opened = root.replace(/\s*\/>$/, '>');
    const rest = root.endsWith('/>') ? '</NotificationConfiguration>' : '';
    return { Document: document.replace(root, `${opened}<EventBridgeConfiguration/>${rest}`) };
  };
}
