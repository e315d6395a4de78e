import { XMLParser } from 'fast-xml-parser';

const parser = new XMLParser({ parseTagValue: false, isArray: (name) => name === 'Object' });

/** Parses `x-amz-copy-source`: `bucket/key?versionId=…`, percent-encoded, with or without a leading slash. */
export function copySource(header: string): { Bucket: string; Key: string; VersionId: string } {
  const [path = '', query = ''] = header.split('?versionId=');
  const [Bucket = '', ...key] = decodeURIComponent(path).replace(/^\//, '').split('/');
  return { Bucket, Key: key.join('/'), VersionId: query };
}

/** Parses the body of DeleteObjects. */
export function deletedObjects(body: Uint8Array): { key: string; version?: string }[] {
  const { Delete } = parser.parse(Buffer.from(body)) as {
    Delete?: { Object?: { Key: string; VersionId?: string }[] };
  };
  return (Delete?.Object ?? []).map(({ Key, VersionId }) => ({
    key: Key,
    ...(VersionId ? { version: VersionId } : {}),
  }));
}
