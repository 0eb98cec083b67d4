/** The last part of a dotted name: `SVC` of `sklearn.svm.SVC`. */
export const lastPart = (name: string): string => name.slice(name.lastIndexOf('.') + 1);
