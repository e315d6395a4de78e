import type { Json } from '../../../../kit/resources/json';
import { isUnknown, items, KNOWN_AFTER_APPLY, type Intrinsic } from './intrinsic';
import { scalarText, templateError } from '../errors';

/** `Fn::Cidr`: so many IPv4 blocks of 2^bits addresses out of one. */
export const cidr: Intrinsic = async (argument, _scope, inner) => {
  const [block, count, bits] = await Promise.all(
    items(argument, 'Fn::Cidr', 2, 3).map((item) => inner(item)),
  );
  if (isUnknown(block)) return KNOWN_AFTER_APPLY;
  return split(scalarText(block as Json, 'Fn::Cidr'), Number(count), Number(bits ?? 8));
};

function split(block: string, count: number, bits: number): string[] {
  const [address = '', prefix = ''] = block.split('/');
  const octets = address.split('.').map(Number);
  if (octets.length !== 4 || octets.some((octet) => !(octet >= 0 && octet <= 255))) {
    throw templateError(`Fn::Cidr needs an IPv4 block, got: ${block}`);
  }
  const size = 2 ** bits;
  if (count * size > 2 ** (32 - Number(prefix))) {
    throw templateError(`Fn::Cidr cannot split ${block} into ${count} blocks of ${size} addresses`);
  }
  const first = octets.reduce((sum, octet) => sum * 256 + octet, 0);
  return Array.from({ length: count }, (_, index) => `${dotted(first + index * size)}/${32 - bits}`);
}

const dotted = (address: number): string =>
  [2 ** 24, 2 ** 16, 2 ** 8, 1].map((unit) => Math.floor(address / unit) % 256).join('.');
