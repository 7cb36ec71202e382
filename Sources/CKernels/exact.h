/* Included first by every source: a product and a sum are rounded one after the other, as written, on every processor. */
#pragma STDC FP_CONTRACT OFF
