const PRODUCTS = [
  { name: 'Fountain pen', cents: 4900 },
  { name: 'Notebook', cents: 1250 },
];

/** What is for sale, with prices as a person reads them. */
export const products = () => PRODUCTS.map(({ name, cents }) => ({ name, price: euros(cents) }));

/** @param {number} cents */
export const euros = (cents) => `€${Math.floor(cents / 100)}.${String(cents % 100).padStart(2, '0')}`;
